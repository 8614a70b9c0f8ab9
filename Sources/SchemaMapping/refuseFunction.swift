import CatalogModel
import Configuration
import SQLText

/// Why a function is not called, and what could be done.
struct Refusal {
    var reason: String
    var hint: String?
}

/// Why a function is not called by queries, whatever it takes; nil where it may be.
func refusalOfEffects(_ function: CatalogFunction) -> Refusal? {
    guard function.volatility == .volatile else { return nil }
    return Refusal(
        reason: "it is volatile: it may write",
        hint: "only where it changes nothing: alter function \(function.signature) stable; what writes comes with "
            + "mutations, which this version does not serve")
}

/// Why parameters are no arguments of a field.
func refusalOfParameters(_ parameters: some Sequence<CatalogFunction.Parameter>, _ catalog: Catalog) -> Refusal? {
    for parameter in parameters {
        guard let name = parameter.name else {
            return Refusal(
                reason: "its parameters have no names, which are those of the arguments",
                hint: "name every parameter")
        }
        let isComposite =
            if case .composite? = catalog.type(parameter.type.reference.name)?.kind { true } else { false }
        if parameter.type.kind != .value || isComposite {
            return Refusal(
                reason: "its parameter \(quoteIdentifier(name)) is of type "
                    + "\(parameter.type.reference.formatted), which no argument can be")
        }
    }
    return nil
}

/// Why what a function returns is nothing that a field gives.
func refusalOfResult(_ function: CatalogFunction) -> Refusal? {
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

/// Why rows of a relation cannot be read through its view.
func refusalOfRows(_ row: QualifiedName, isExposed: Bool) -> Refusal {
    isExposed
        ? Refusal(
            reason: "it returns rows of \(row), which has no key to find them by",
            hint: "declare one: \(overrideHint(row, [], "key", "[\"...\"]"))")
        : Refusal(reason: "it returns rows of \(row), which is not exposed")
}

/// A function that runs with the caller's rights and returns whole rows may have selected what the caller may not read. That
/// shows nothing excluded, since only the keys of its rows are taken: it fails, or it does not.
func reviewExcluded(
    _ function: CatalogFunction, of row: QualifiedName, _ configuration: Configuration, hint: String
) -> [Finding] {
    let excluded = configuration.excludedColumns.filter { $0.relation == row }.map { quoteIdentifier($0.column) }
        .sorted()
    if excluded.isEmpty || function.isSecurityDefiner { return [] }
    let message =
        "it returns whole rows of \(row), of which \(excluded.joined(separator: ", ")) is excluded: "
        + "where the API role may not read that, a body that selects it (as `select *` does) answers FORBIDDEN"
    guard let settings = configuration.settings(of: function.name) else {
        return [Finding(.notice, .functionReadsExcluded, function.signature, message, hint: hint)]
    }
    return [
        Finding(
            .functionReadsExcluded, at: settings.place, of: configuration, "\(function.signature): \(message)",
            hint: hint, severity: .notice)
    ]
}
