import CatalogModel
import Configuration
import SQLText

/// A function of a row before its field has a name.
struct RowFunction {
    var function: CatalogFunction
    /// What the generated view calls its column; nil for one that requests call, since it must be given arguments or
    /// returns rows.
    var column: String?
    /// The parameters behind the row that are arguments.
    var parameters: [CatalogFunction.Parameter] = []

    var reference: FunctionReference { FunctionReference(name: function.name, signature: function.signature) }

    /// What it takes and returns.
    var types: [TypeReference] { (parameters.map(\.type) + [function.result]).map(\.reference) }
}

/// For each exposed relation the functions that give a field of its rows, in name order: those whose first argument is
/// the row. What takes a row of an exposed relation and is no field is reported.
func findRowFunctions(
    _ exposed: [ExposedRelation], _ catalog: Catalog, _ configuration: Configuration, _ findings: inout [Finding]
) -> [[RowFunction]] {
    let names = Set(exposed.map(\.name))
    return exposed.map { relation in
        var found: [RowFunction] = []
        for function in catalog.functions where function.takesRow({ $0 == relation.name }) {
            if let refusal = refusal(of: function, of: relation, names, catalog, configuration) {
                findings.append(notExposed(function, refusal, configuration))
            } else {
                findings += reviewBody(function)
                let further = Array(function.parameters.dropFirst())
                var field = RowFunction(function: function, parameters: further)
                if function.isColumn {
                    field.column = freeColumn(function, relation, found)
                    // What has no name, or is of no type that an argument has, keeps its default.
                    let isCallable = twins(of: function, catalog).count == 1
                    if !isCallable || refusalOfParameters(further, catalog) != nil { field.parameters = [] }
                }
                found.append(field)
            }
        }
        return found
    }
}

/// An error where the configuration asks for the function, or else a notice.
func notExposed(_ function: CatalogFunction, _ refusal: Refusal, _ configuration: Configuration) -> Finding {
    configuration.settings(of: function.name).map {
        Finding(
            .notExposed, at: $0.place, of: configuration, "\(function.signature): \(refusal.reason)",
            hint: refusal.hint)
    } ?? Finding(.notice, .notExposed, function.signature, refusal.reason, hint: refusal.hint)
}

/// What `check` says of a body that is read anew in every session, which has the path pg_catalog alone.
func reviewBody(_ function: CatalogFunction) -> [Finding] {
    if function.findsNames { return [] }
    return [
        Finding(
            .notice, .functionSearchPath, function.signature,
            "requests read its body with the search path pg_catalog alone: other names in it need their schema",
            hint: "or set its path: alter function \(function.signature) set search_path = "
                + "\(quoteIdentifier(function.name.schema)), pg_temp")
    ]
}

private func refusal(
    of function: CatalogFunction, of relation: ExposedRelation, _ exposed: Set<QualifiedName>, _ catalog: Catalog,
    _ configuration: Configuration
) -> Refusal? {
    if configuration.excludedColumns.contains(ColumnName(relation.name, function.name.name)) {
        return Refusal(reason: "excluded by [api] exclude")
    }
    if function.subject != relation.name {
        return Refusal(reason: "a row of \(relation.name) is not its first argument")
    }
    if let refusal = refusalOfEffects(function) { return refusal }
    if function.isSecurityDefiner {
        return Refusal(reason: "it is security definer: it sees what its owner sees, whoever asks")
    }
    if function.isVariadic { return Refusal(reason: "it takes any number of arguments") }
    if !function.isColumn, let refusal = refusalOfParameters(function.parameters.dropFirst(), catalog) {
        return refusal
    }
    if let refusal = refusalOfResult(function) { return refusal }
    if let row = function.result.row, !exposed.contains(row) { return refusalOfRows(row, isExposed: false) }
    let hidden = relation.relation.columns.filter { !relation.exposes([$0.name]) }
    if let column = hidden.first {
        return Refusal(
            reason: "it is given the whole row, and \(quoteIdentifier(column.name)) is excluded",
            hint: "a function of the columns that it needs could be a column of a view")
    }
    // A column's call gives the row alone, any other one names what it gives.
    let twins = twins(of: function, catalog)
    let rivals = function.isColumn ? twins.filter { $0.parameters.dropFirst().allSatisfy(\.hasDefault) } : twins
    if rivals.count > 1 {
        return Refusal(
            reason: "another function of this name takes the row as well, and a call could mean both",
            hint: "give it a name of its own")
    }
    return nil
}

/// The functions that are called like it and take the same row, itself among them.
private func twins(of function: CatalogFunction, _ catalog: Catalog) -> [CatalogFunction] {
    catalog.functions.filter { $0.name == function.name && $0.subject == function.subject }
}

/// The function's name, unless a column has it or the document would.
private func freeColumn(
    _ function: CatalogFunction, _ relation: ExposedRelation, _ others: [RowFunction]
) -> String {
    let taken = Set(relation.columns.map(\.name) + [freeDocumentColumn(relation)] + others.compactMap(\.column))
    var name = function.name.name
    while taken.contains(fittingName(name)) { name += "_" }
    return fittingName(name)
}

extension CatalogFunction {
    /// Whether a parameter is a row of such a relation.
    func takesRow(_ isMeant: (QualifiedName) -> Bool) -> Bool {
        parameters.contains { $0.type.row.map(isMeant) ?? false }
    }

    /// Whether a column of a view could call it: one value, of the row alone.
    fileprivate var isColumn: Bool {
        result.kind == .value && !returnsSet && parameters.dropFirst().allSatisfy(\.hasDefault)
    }
}
