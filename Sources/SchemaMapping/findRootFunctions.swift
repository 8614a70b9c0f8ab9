import CatalogModel
import Configuration
import SQLText

/// The functions that `fraiseql.toml` names as root fields, in its order, before they have names. What cannot be one as
/// it is named is an error.
struct RootFunctions {
    private var functions: [(settings: FunctionSettings, function: CatalogFunction)] = []
    private var names: [String: String] = [:]

    init(_ catalog: Catalog, _ configuration: Configuration, _ findings: inout [Finding]) {
        for settings in configuration.functions {
            let found = catalog.functions.filter { $0.name == settings.name }
            // Functions of a row need no naming; `findComputedColumns` looks at them.
            if found.isEmpty || found.contains(where: { takesRow($0, catalog) }) { continue }
            if found.count > 1 {
                let signatures = found.map(\.signature).joined(separator: ", ")
                findings.append(
                    Finding(
                        .notExposed, at: settings.place, of: configuration,
                        "\(settings.name): several functions have this name: \(signatures)",
                        hint: "give the one that is meant its own"))
            } else if let refusal = refusalOfEffects(found[0]) ?? refusalOfOwner(found[0], settings)
                ?? refusalOfTypes(found[0], catalog)
            {
                findings.append(
                    Finding(
                        .notExposed, at: settings.place, of: configuration,
                        "\(found[0].signature): \(refusal.reason)", hint: refusal.hint))
            } else {
                findings += reviewBody(found[0])
                functions.append((settings, found[0]))
            }
        }
    }

    /// Every type that they take or return.
    var types: [TypeReference] {
        functions.flatMap { ($0.function.parameters.map(\.type) + [$0.function.result]).map(\.reference) }
    }

    /// Before the entities get their names: what the configuration calls them, and what is installed.
    mutating func claimNames(
        _ configuration: Configuration, _ installed: InstalledNames, _ scope: inout NameScope,
        _ findings: inout [Finding]
    ) {
        for (settings, function) in functions {
            if let name = settings.field {
                if let problem = overrideProblem(name, "field", in: scope, [name]) {
                    let place = configuration.choices[.function(function.name)]
                    findings.append(overrideFinding(problem, function.signature, place, configuration))
                    continue
                }
                scope.claim([name], for: function.signature)
                names[function.signature] = name
            } else if let name = installed.function(function.signature)?.field, scope.isFree([name]) {
                scope.claim([name], for: function.signature)
            }
        }
    }

    /// Behind the entities, whose names are given by now.
    func make(
        _ entities: [Entity], _ types: [QualifiedName: CatalogType], _ enumerationNames: [QualifiedName: String],
        _ configuration: Configuration, _ installed: InstalledNames, _ scope: inout NameScope,
        _ findings: inout [Finding]
    ) -> [RootFunction] {
        var names = names
        let unnamed = functions.filter { names[$0.function.signature] == nil }
        let requests = unnamed.map { _, function in
            NameRequest(
                subject: function.signature, noun: "field", installed: installed.function(function.signature)?.field,
                candidates: [camelCase(words(of: function.name.name))],
                hint: functionHint(function.name, [], "field"))
        }
        for (name, item) in zip(assignNames(requests, in: &scope, configuration, &findings), unnamed) {
            names[item.function.signature] = name
        }
        let rows = Dictionary(entities.map { ($0.relation, $0) }, uniquingKeysWith: { first, _ in first })
        var made: [RootFunction] = []
        for (settings, function) in functions {
            guard let name = names[function.signature] else { continue }
            func field(_ reference: TypeReference) -> FieldType {
                fieldType(resolveType(reference, in: types), enumerationNames: enumerationNames)
            }
            var result = RootFunction.Result.value(field(function.result.reference))
            if let row = function.result.row {
                guard let entity = rows[row], entity.hasTotalOrder else {
                    let refusal = refusalOfRows(row, isExposed: rows[row] != nil)
                    findings.append(
                        Finding(
                            .notExposed, at: settings.place, of: configuration,
                            "\(function.signature): \(refusal.reason)", hint: refusal.hint))
                    continue
                }
                result =
                    function.returnsSet ? .rows(entity: entity.typeName) : .row(entity: entity.typeName)
            }
            let arguments = nameArguments(function, settings, configuration, installed, &findings)
            made.append(
                RootFunction(
                    field: name, description: function.comment,
                    function: FunctionReference(name: function.name, signature: function.signature),
                    arguments: zip(function.parameters, arguments).map { parameter, name in
                        FunctionArgument(
                            name: name, parameter: parameter.name ?? "", type: field(parameter.type.reference),
                            parameterType: parameter.type.reference.name,
                            parameterIsArray: parameter.type.reference.isArray, isRequired: !parameter.hasDefault)
                    },
                    result: result))
        }
        return made.sorted { $0.field < $1.field }
    }
}

private func takesRow(_ function: CatalogFunction, _ catalog: Catalog) -> Bool {
    function.parameters.contains { $0.type.row.map { catalog.relation($0) != nil } ?? false }
}

private func refusalOfRows(_ row: QualifiedName, isExposed: Bool) -> Refusal {
    isExposed
        ? Refusal(
            reason: "it returns rows of \(row), which has no key to find them by",
            hint: "declare one: \(overrideHint(row, [], "key", "[\"...\"]"))")
        : Refusal(reason: "it returns rows of \(row), which is not exposed")
}

/// A definer's rows are read again through the caller's view; its scalars are not.
private func refusalOfOwner(_ function: CatalogFunction, _ settings: FunctionSettings) -> Refusal? {
    guard function.isSecurityDefiner, !settings.allowsSecurityDefiner else { return nil }
    let name = quoteTOML(joinObjectName([function.name.schema, function.name.name]))
    return Refusal(
        reason: "it is security definer: it sees what its owner sees, whoever asks",
        hint: "[functions.\(name)] security_definer = true allows it")
}

private func refusalOfTypes(_ function: CatalogFunction, _ catalog: Catalog) -> Refusal? {
    if function.isVariadic { return Refusal(reason: "it takes any number of arguments") }
    if function.parameters.contains(where: { $0.name == nil }) {
        return Refusal(
            reason: "its parameters have no names, which are those of the arguments",
            hint: "name every parameter")
    }
    for parameter in function.parameters {
        let isComposite =
            if case .composite? = catalog.type(parameter.type.reference.name)?.kind { true } else { false }
        if parameter.type.kind != .value || isComposite {
            return Refusal(
                reason: "its parameter \(quoteIdentifier(parameter.name ?? "")) is of type "
                    + "\(parameter.type.reference.formatted), which no argument can be")
        }
    }
    switch function.result.kind {
    case .pseudoType:
        return Refusal(
            reason: "it returns \(function.result.reference.formatted), which is no type of the API",
            hint: "return a value, or rows of a table or view that is exposed")
    case .row where function.result.reference.isArray:
        return Refusal(reason: "it returns an array of rows", hint: "return setof the rows")
    case .value where function.returnsSet:
        return Refusal(reason: "it returns a set of values", hint: "return an array")
    case .row, .value: return nil
    }
}

/// Beside those of lists and pages, whose arguments stand on the same field.
private func nameArguments(
    _ function: CatalogFunction, _ settings: FunctionSettings, _ configuration: Configuration,
    _ installed: InstalledNames, _ findings: inout [Finding]
) -> [String] {
    let ofLists: Set<String> = [
        "where", "orderBy", "distinctOn", "limit", "offset", "first", "after", "last", "before",
    ]
    var scope = NameScope(reserved: function.returnsSet ? ofLists : [])
    let requests = function.parameters.map { parameter in
        let name = parameter.name ?? ""
        let old = installed.function(function.signature)?.arguments.first { $0.parameter == name }
        return NameRequest(
            subject: "\(function.signature) (\(name))", noun: "argument", override: settings.argumentNames[name],
            place: configuration.choices[.argument(function.name, name)],
            installed: old?.name, candidates: [camelCase(words(of: name))],
            hint: functionHint(function.name, ["arguments"], quoteTOML(name)))
    }
    return assignNames(requests, in: &scope, configuration, &findings)
}
