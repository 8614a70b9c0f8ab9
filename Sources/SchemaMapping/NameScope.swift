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

    /// Whether an installed name can stay: nobody else has it.
    func canKeep(_ name: String, for subject: String) -> Bool {
        !reserved.contains(name) && (holders[name] ?? subject) == subject
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
    var installed: String?
    /// By the rules, best first; never empty.
    var candidates: [String]
    /// How to choose another name; nil where the configuration has no entry for it.
    var hint: String?
    /// Other names that a name takes with it: `Order` takes `OrderFilter`.
    var derived: @Sendable (String) -> [String] = { _ in [] }

    func group(_ name: String) -> [String] { [name] + derived(name) }
}

/// Gives each request a name, in three rounds: overrides, installed names, the rules. Later rounds never take a name
/// from earlier ones; within a round the first request wins. Where all candidates are taken, a reserved name gets `_`
/// behind it, any other `_2`, `_3`, and so on.
func assignNames(_ requests: [NameRequest], in scope: inout NameScope, _ findings: inout [Finding]) -> [String] {
    var names = [String?](repeating: nil, count: requests.count)
    for (index, request) in requests.enumerated() {
        guard let name = request.override else { continue }
        if let problem = checkOverride(name, request.noun, request.subject, in: scope, request.group(name)) {
            findings.append(problem)
        } else {
            scope.claim(request.group(name), for: request.subject)
            names[index] = name
        }
    }
    for (index, request) in requests.enumerated() where names[index] == nil {
        guard let name = request.installed, scope.canKeep(name, for: request.subject) else { continue }
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
func checkOverride(
    _ name: String, _ noun: String, _ subject: String, in scope: NameScope, _ group: [String]
) -> Finding? {
    if !isGraphQLName(name) {
        return Finding(
            .error, .overrideInvalid, subject, "\"\(name)\" is no GraphQL name",
            hint: "letters, digits and _, no digit first, no __ first")
    }
    guard !scope.isFree(group) else { return nil }
    let taken = group.first { !scope.isFree([$0]) } ?? name
    let holder = scope.holder(of: taken) ?? "the API itself"
    return Finding(
        .error, .overrideClash, subject, "the \(noun) name \"\(taken)\" is held by \(holder)",
        hint: "choose another name in fraiseql.toml")
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
    if let installed = request.installed, installed != name {
        let holder = scope.holder(of: installed) ?? "the API itself"
        return [
            Finding(
                .warning, .nameChanged, request.subject,
                "the installed \(request.noun) name \"\(installed)\" goes to \(holder); named \"\(name)\" instead")
        ]
    }
    let preferred = request.candidates[0]
    guard name != preferred else { return [] }
    let taken = request.group(preferred).first { scope.isReserved($0) || scope.holder(of: $0) != request.subject }
    guard let taken else { return [] }
    return [clashFinding(request.subject, request.noun, taken, name, hint: request.hint, in: scope)]
}

func clashFinding(
    _ subject: String, _ noun: String, _ taken: String, _ name: String, hint: String?, in scope: NameScope
) -> Finding {
    if scope.isReserved(taken) {
        return Finding(
            .notice, .nameReserved, subject, "the \(noun) name \"\(taken)\" is reserved; named \"\(name)\" instead",
            hint: hint)
    }
    let holder = scope.holder(of: taken) ?? "nothing now, but was when it was installed"
    return Finding(
        .warning, .nameClash, subject, "the \(noun) name \"\(taken)\" is held by \(holder); named \"\(name)\" instead",
        hint: hint)
}
