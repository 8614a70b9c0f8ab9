import CatalogModel
import Postgres
import SQLText
import SchemaMapping
import Support
import Testing

/// The type table against PostgreSQL itself: only what it has is offered.
@Suite struct OperatorTests {
    @Test(arguments: typeTable) func everyOfferedOperatorExists(mapping: TypeMapping) throws {
        let connection = try PrivateCluster.shared.makeDatabase().connect()
        let type = mapping.postgresType.description
        for filterOperator in mapping.operators.operators {
            guard let condition = condition(filterOperator, type, type, mapping) else { continue }
            try connection.query("select \(condition)")
        }
        for filterOperator in mapping.operators.listOperators {
            guard let condition = condition(filterOperator, "\(type)[]", type, mapping) else { continue }
            try connection.query("select \(condition)")
        }
        if mapping.isOrderable {
            try connection.query("select from (select null::\(type) as x, null::\(type)[] as y) as n order by x, y")
        }
    }

    /// `=` must be a type's own, or an implicit cast to text would compare another thing than its key does.
    @Test func typesThatAreNotListedHaveNoOperators() {
        let xml = FieldType(graphQLName: "TextForm", postgresType: QualifiedName("pg_catalog", "xml"))
        #expect(typeMapping(of: xml).operators.operators.map(\.name) == ["isNull"])
        #expect(typeMapping(of: xml).operators.listOperators.map(\.name) == ["isNull"])
    }

    @Test func everyScalarHasOneSetOfOperatorsAndADescription() {
        // What has only isNull has a filter of another name.
        for (scalar, mappings) in Dictionary(grouping: typeTable.filter { $0.operators != .nullOnly }, by: \.scalar) {
            #expect(Set(mappings.map(\.operators)).count == 1, "\(scalar)")
        }
        let described = Set(scalarTable.map(\.name) + ["Boolean", "Int", "Float", "String"])
        #expect(Set(typeTable.map(\.scalar)).isSubset(of: described))
        #expect(scalarTable.count == Set(scalarTable.map(\.name)).count)
    }
}

/// Nil for what is no single operator; FilterOperatorTests run those.
private func condition(
    _ filterOperator: FilterOperator, _ type: String, _ element: String, _ mapping: TypeMapping
) -> String? {
    let operand: String
    switch filterOperator.operand {
    case .value: operand = type
    case .list, .element: operand = "\(element)[]"
    case .bound: operand = mapping.bound ?? "no bound"
    case .text: operand = "text"
    case .texts: operand = "text[]"
    default: operand = "no operand"
    }
    switch filterOperator.form {
    case .infix(let name): return "null::\(type) \(name) null::\(operand)"
    case .any(let name): return "null::\(type) \(name) any (null::\(operand))"
    case .all(let name): return "null::\(type) \(name) all (null::\(operand))"
    case .isNull: return "null::\(type) is null"
    case .pattern(let isNegated, let isCaseInsensitive, _, _):
        return "null::\(type) \(isNegated ? "!" : "")~~\(isCaseInsensitive ? "*" : "") null::text"
    case .test, .nested, .path, .search: return nil
    }
}
