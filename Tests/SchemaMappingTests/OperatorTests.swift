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
            try connection.query("select \(condition(filterOperator, type))")
        }
        for filterOperator in mapping.operators.listOperators {
            try connection.query("select \(condition(filterOperator, "\(type)[]"))")
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
        for (scalar, mappings) in Dictionary(grouping: typeTable, by: \.scalar) {
            #expect(Set(mappings.map(\.operators)).count == 1, "\(scalar)")
        }
        let described = Set(scalarTable.map(\.name) + ["Boolean", "Int", "Float", "String"])
        #expect(Set(typeTable.map(\.scalar)).isSubset(of: described))
        #expect(scalarTable.count == Set(scalarTable.map(\.name)).count)
    }
}

private func condition(_ filterOperator: FilterOperator, _ type: String) -> String {
    switch filterOperator.form {
    case .infix(let name): "null::\(type) \(name) null::\(filterOperator.operand == .text ? "text" : type)"
    case .any(let name): "null::\(type) \(name) any (null::\(type)[])"
    case .all(let name): "null::\(type) \(name) all (null::\(type)[])"
    case .isNull: "null::\(type) is null"
    case .pattern(let caseInsensitive, _, _): "null::\(type) \(caseInsensitive ? "~~*" : "~~") null::text"
    }
}
