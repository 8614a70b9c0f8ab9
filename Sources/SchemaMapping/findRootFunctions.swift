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
            // Functions of a row need no naming; `findRowFunctions` looks at them.
            let takesRow = found.contains { $0.takesRow { catalog.relation($0) != nil } }
            if found.isEmpty || takesRow { continue }
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
                if let problem = overrideProblem(name, "field", in: scope, group(name, function)) {
                    let place = configuration.choices[.function(function.name)]
                    findings.append(overrideFinding(problem, function.signature, place, configuration))
                    continue
                }
                scope.claim(group(name, function), for: function.signature)
                names[function.signature] = name
            } else if let name = installed.function(function.signature)?.field, scope.isFree([name]) {
                scope.claim(group(name, function), for: function.signature)
            }
        }
    }

    /// Behind the entities, whose names are given by now.
    func make(
        _ entities: [Entity], _ types: [QualifiedName: CatalogType], _ enumerationNames: [QualifiedName: String],
        _ configuration: Configuration, _ installed: InstalledNames, _ scope: inout NameScope,
        _ findings: inout [Finding]
    ) -> [FunctionField] {
        var names = names
        let unnamed = functions.filter { names[$0.function.signature] == nil }
        let requests = unnamed.map { _, function in
            var request = NameRequest(
                subject: function.signature, noun: "field", installed: installed.function(function.signature)?.field,
                candidates: [camelCase(words(of: function.name.name))],
                hint: functionHint(function.name, [], "field"))
            request.takeNamesOfList(function)
            return request
        }
        for (name, item) in zip(assignNames(requests, in: &scope, configuration, &findings), unnamed) {
            names[item.function.signature] = name
        }
        let rows = Dictionary(entities.map { ($0.relation, $0) }, uniquingKeysWith: { first, _ in first })
        var made: [FunctionField] = []
        for (settings, function) in functions {
            guard let name = names[function.signature] else { continue }
            func field(_ reference: TypeReference) -> FieldType {
                fieldType(resolveType(reference, in: types), enumerationNames: enumerationNames)
            }
            var result = FunctionField.Result.value(field(function.result.reference))
            if let row = function.result.row {
                guard let entity = rows[row], entity.hasTotalOrder else {
                    let refusal = refusalOfRows(row, isExposed: rows[row] != nil)
                    findings.append(
                        Finding(
                            .notExposed, at: settings.place, of: configuration,
                            "\(function.signature): \(refusal.reason)", hint: refusal.hint))
                    continue
                }
                let section = quoteTOML(joinObjectName([function.name.schema, function.name.name]))
                findings += reviewExcluded(
                    function, of: row, configuration,
                    hint: "make it security definer, with a search_path of its own, and allow that: "
                        + "[functions.\(section)] security_definer = true")
                result =
                    function.returnsSet ? .rows(entity: entity.typeName) : .row(entity: entity.typeName)
            }
            let arguments = makeArguments(
                function.parameters, of: function, configuration,
                installed: installed.function(function.signature)?.arguments ?? [], &findings, type: field)
            made.append(
                FunctionField(
                    field: name, description: function.comment,
                    function: FunctionReference(name: function.name, signature: function.signature),
                    arguments: arguments, result: result))
        }
        return made.sorted { $0.field < $1.field }
    }
}

/// A name with those that it takes with it.
private func group(_ name: String, _ function: CatalogFunction) -> [String] {
    [name] + (function.returnsSet ? GeneratedNames.ofList(name) : [])
}

extension NameRequest {
    /// A set of rows comes with pages and aggregates, as a list does.
    mutating func takeNamesOfList(_ function: CatalogFunction) {
        guard function.returnsSet else { return }
        derived = { GeneratedNames.ofList($0) }
        keepsWithoutDerived = true
    }
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
    return refusalOfParameters(function.parameters, catalog) ?? refusalOfResult(function)
}
