import Configuration

/// Names that must differ from each other, and who holds each: the type names, the root fields, the fields of a type.
struct NameScope {
    private var holders: [String: String] = [:]
    private let reserved: Set<String>

    init(reserved: Set<String> = []) {
        self.reserved = reserved
    }

    func isFree(_ names: [String]) -> Bool {
        names.allSatisfy { !reserved.contains($0) && holders[$0] == nil }
    }

    /// Whether installed names can stay: nobody else has them.
    func canKeep(_ names: [String], for subject: String) -> Bool {
        names.allSatisfy { !reserved.contains($0) && (holders[$0] ?? subject) == subject }
    }

    func isReserved(_ name: String) -> Bool { reserved.contains(name) }

    /// Who holds the name: `public.orders`.
    func holder(of name: String) -> String? { holders[name] }

    /// Takes the first name and, where still free, those that are made from it.
    mutating func claim(_ names: [String], for subject: String) {
        for name in names where holders[name] == nil { holders[name] = subject }
    }
}

/// One thing that needs a name in a scope.
struct NameRequest {
    /// As findings say it: `public.orders.customer_id`.
    var subject: String
    /// What is named: `field`, `type`.
    var noun: String
    var override: String?
    /// Of the override in `fraiseql.toml`.
    var place: ConfigurationPlace?
    var installed: String?
    /// By the rules, best first; never empty.
    var candidates: [String]
    /// How to choose another name; nil where the configuration has no entry for it.
    var hint: String?
    /// Other names that a name takes with it: `Order` takes `OrderFilter`.
    var derived: @Sendable (String) -> [String] = { _ in [] }
    /// Whether an installed name goes on without those of the others that somebody else has: fields can be left out, a type
    /// that another type needs cannot.
    var keepsWithoutDerived = false

    func group(_ name: String) -> [String] { [name] + derived(name) }
}

/// Gives each request a name, in three rounds: overrides, installed names, the rules. Later rounds never take a name
/// from earlier ones; within a round the first request wins. Where all candidates are taken, a reserved name gets `_`
/// behind it, any other `_2`, `_3`, and so on.
func assignNames(
    _ requests: [NameRequest], in scope: inout NameScope, _ configuration: Configuration, _ findings: inout [Finding]
) -> [String] {
    var names = [String?](repeating: nil, count: requests.count)
    for (index, request) in requests.enumerated() {
        guard let name = request.override else { continue }
        if let problem = overrideProblem(name, request.noun, in: scope, request.group(name)) {
            findings.append(overrideFinding(problem, request.subject, request.place, configuration))
        } else {
            scope.claim(request.group(name), for: request.subject)
            names[index] = name
        }
    }
    for (index, request) in requests.enumerated() where names[index] == nil {
        guard let name = request.installed else { continue }
        let needed = request.keepsWithoutDerived ? [name] : request.group(name)
        guard scope.canKeep(needed, for: request.subject) else { continue }
        scope.claim(request.group(name), for: request.subject)
        names[index] = name
    }
    for (index, request) in requests.enumerated() where names[index] == nil {
        let name = firstFree(request, in: scope)
        scope.claim(request.group(name), for: request.subject)
        names[index] = name
    }
    for (request, name) in zip(requests, names.compactMap { $0 }) where name != request.override {
        findings += explainName(request, name, in: scope)
    }
    return names.compactMap { $0 }
}

/// Why an override cannot stand; nil when it can.
func overrideProblem(
    _ name: String, _ noun: String, in scope: NameScope, _ group: [String]
) -> (code: Finding.Code, message: String)? {
    if !isGraphQLName(name) {
        return (.overrideInvalid, "\"\(name)\" is no GraphQL name (letters, digits and _, no digit first, no __ first)")
    }
    guard let taken = group.first(where: { !scope.isFree([$0]) }) else { return nil }
    let holder = scope.holder(of: taken).map { "held by \($0)" } ?? "reserved"
    let need = taken == name ? "" : ", which \"\(name)\" needs,"
    return (.overrideClash, "the \(noun) name \"\(taken)\"\(need) is \(holder): choose another")
}

/// At the place of the entry, or about its subject where the file is not known.
func overrideFinding(
    _ problem: (code: Finding.Code, message: String), _ subject: String, _ place: ConfigurationPlace?,
    _ configuration: Configuration
) -> Finding {
    guard let place else { return Finding(.error, problem.code, subject, problem.message) }
    return Finding(problem.code, at: place, of: configuration, "\(subject): \(problem.message)")
}

private func firstFree(_ request: NameRequest, in scope: NameScope) -> String {
    for candidate in request.candidates where scope.isFree(request.group(candidate)) { return candidate }
    let first = request.candidates[0]
    if scope.isReserved(first), scope.isFree(request.group(first + "_")) { return first + "_" }
    var number = 2
    while !scope.isFree(request.group("\(first)_\(number)")) { number += 1 }
    return "\(first)_\(number)"
}

private func explainName(_ request: NameRequest, _ name: String, in scope: NameScope) -> [Finding] {
    if let installed = request.installed {
        if installed != name {
            return [changeFinding(request.subject, request.noun, request.group(installed), name, in: scope)]
        }
        return lossFindings(request.subject, name, request.derived(name), in: scope)
            + (name == request.candidates[0] ? [] : [keptFinding(request, name, in: scope)])
    }
    let preferred = request.candidates[0]
    guard name != preferred else { return [] }
    let taken = request.group(preferred).first { scope.isReserved($0) || scope.holder(of: $0) != request.subject }
    guard let taken else { return [] }
    return [clashFinding(request.subject, request.noun, taken, name, hint: request.hint, in: scope)]
}

/// The first name of an installed group that somebody else has now decides.
func changeFinding(
    _ subject: String, _ noun: String, _ installed: [String], _ name: String, in scope: NameScope
) -> Finding {
    let taken = installed.first { !scope.canKeep([$0], for: subject) } ?? installed[0]
    let holder = scope.holder(of: taken) ?? "the API itself"
    let needed = taken == installed[0] ? "" : ", which \"\(installed[0])\" needs,"
    return Finding(
        .warning, .nameChanged, subject,
        "the installed \(noun) name \"\(taken)\"\(needed) goes to \(holder); named \"\(name)\" instead")
}

/// What a list field would have brought, had nobody else taken it.
func lossFindings(_ subject: String, _ name: String, _ derived: [String], in scope: NameScope) -> [Finding] {
    derived.filter { !scope.canKeep([$0], for: subject) }.map { lost in
        Finding(
            .warning, .nameClash, subject,
            "the field \"\(lost)\" of \"\(name)\" is left out: \(scope.holder(of: lost) ?? "the API itself") holds that name",
            hint: "another name for either of the two in fraiseql.toml brings it back")
    }
}

/// An installed name stays also where the rules would give another one by now, or never would have.
private func keptFinding(_ request: NameRequest, _ name: String, in scope: NameScope) -> Finding {
    let preferred = request.candidates[0]
    let taken = request.group(preferred).first { !scope.canKeep([$0], for: request.subject) }
    if let taken { return clashFinding(request.subject, request.noun, taken, name, hint: request.hint, in: scope) }
    return Finding(
        .notice, .nameKept, request.subject,
        "the installed \(request.noun) name \"\(name)\" stays; the rules would give \"\(preferred)\" to a new one",
        hint: request.hint)
}

func clashFinding(
    _ subject: String, _ noun: String, _ taken: String, _ name: String, hint: String?, in scope: NameScope
) -> Finding {
    if scope.isReserved(taken) {
        return Finding(
            .notice, .nameReserved, subject, "the \(noun) name \"\(taken)\" is reserved; named \"\(name)\" instead",
            hint: hint)
    }
    // Every caller found a holder or a reserved name.
    let holder = scope.holder(of: taken) ?? "the API itself"
    return Finding(
        .warning, .nameClash, subject, "the \(noun) name \"\(taken)\" is held by \(holder); named \"\(name)\" instead",
        hint: hint)
}
