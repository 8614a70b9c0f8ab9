import CatalogModel
import Configuration
import SQLText

/// A function of a row before its field has a name.
struct ComputedColumn {
    var function: CatalogFunction
    /// What the generated view calls it.
    var column: String

    var reference: FunctionReference { FunctionReference(name: function.name, signature: function.signature) }
}

/// For each exposed relation the functions that compute a field of its rows, in name order: those whose one argument is
/// the row. What takes a row of an exposed relation and is no field is reported.
func findComputedColumns(
    _ exposed: [ExposedRelation], _ catalog: Catalog, _ configuration: Configuration, _ findings: inout [Finding]
) -> [[ComputedColumn]] {
    exposed.map { relation in
        var found: [ComputedColumn] = []
        for function in catalog.functions where function.takesRow(of: relation.name) {
            if let refusal = refusal(of: function, of: relation, catalog, configuration) {
                // One that is configured was asked for.
                let settings = configuration.settings(of: function.name)
                findings.append(
                    settings.map {
                        Finding(
                            .notExposed, at: $0.place, of: configuration, "\(function.signature): \(refusal.reason)",
                            hint: refusal.hint)
                    } ?? Finding(.notice, .notExposed, function.signature, refusal.reason, hint: refusal.hint))
            } else {
                findings += reviewBody(function)
                found.append(ComputedColumn(function: function, column: freeColumn(function, relation, found)))
            }
        }
        return found
    }
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

/// Why a function is not called, and what could be done.
struct Refusal {
    var reason: String
    var hint: String?
}

private func refusal(
    of function: CatalogFunction, of relation: ExposedRelation, _ catalog: Catalog, _ configuration: Configuration
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
    if function.isVariadic || function.parameters.dropFirst().contains(where: { !$0.hasDefault }) {
        return Refusal(
            reason: "a field of \(relation.name) can give it no arguments besides the row",
            hint: "give the others defaults")
    }
    if function.returnsSet {
        return Refusal(reason: "it returns a set, and a field of \(relation.name) is one value")
    }
    switch function.result.kind {
    case .row:
        return Refusal(
            reason: "it returns rows of \(function.result.reference.name), which have a type of their own")
    case .pseudoType:
        return Refusal(reason: "it returns \(function.result.reference.formatted), which is no type of a column")
    case .value: break
    }
    let hidden = relation.relation.columns.filter { !relation.exposes([$0.name]) }
    if let column = hidden.first {
        return Refusal(
            reason: "it is given the whole row, and \(quoteIdentifier(column.name)) is excluded",
            hint: "a function of the columns that it needs could be a column of a view")
    }
    let twins = catalog.functions.filter { $0.name == function.name && $0.subject == relation.name }
    if twins.count(where: { $0.parameters.dropFirst().allSatisfy(\.hasDefault) }) > 1 {
        return Refusal(reason: "another function of this name takes the row as well, and a call could mean both")
    }
    return nil
}

/// Why a function is not called by queries, whatever it takes; nil where it may be.
func refusalOfEffects(_ function: CatalogFunction) -> Refusal? {
    guard function.volatility == .volatile else { return nil }
    return Refusal(
        reason: "it is volatile: it may write; one that does not can say so",
        hint: "alter function \(function.signature) stable;")
}

/// The function's name, unless a column has it or the document would.
private func freeColumn(
    _ function: CatalogFunction, _ relation: ExposedRelation, _ others: [ComputedColumn]
) -> String {
    let taken = Set(relation.columns.map(\.name) + [freeDocumentColumn(relation)] + others.map(\.column))
    var name = function.name.name
    while taken.contains(fittingName(name)) { name += "_" }
    return fittingName(name)
}

extension CatalogFunction {
    fileprivate func takesRow(of relation: QualifiedName) -> Bool {
        parameters.contains { $0.type.row == relation }
    }
}
