import CatalogModel
import Configuration
import SQLText
import SchemaMapping
import Testing

@Suite struct CompareModelsTests {
    /// Over random databases that grow: a difference is told exactly where there is one.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func differencesAreToldWhereThereAreAny(seed: UInt64) {
        var random = SplitMix(state: seed)
        var catalog = randomCatalog(&random)
        var configuration = Configuration()
        configuration.exposedSchemas = catalog.schemas.map(\.name)
        configuration.functions = catalog.functions.map { FunctionSettings($0.name) }
        let model = mapSchema(catalog, configuration, installed: nil).model
        #expect(differences(from: model, to: model, in: catalog).isEmpty)
        extend(&catalog, &random)
        configuration.functions = catalog.functions.map { FunctionSettings($0.name) }
        let next = mapSchema(catalog, configuration, installed: model).model
        #expect(differences(from: model, to: next, in: catalog).isEmpty == (model == next))
        #expect(differences(from: next, to: model, in: catalog).isEmpty == (model == next))
    }

    @Test func eachChangeIsSaidInWords() {
        var next = model
        next.entities[0].fields[1].type = FieldType(
            graphQLName: "BigInt", postgresType: QualifiedName("pg_catalog", "int8"))
        next.entities[0].fields[1].isNullable = false
        next.entities[0].fields.remove(at: 0)
        next.entities[0].fields.append(field("note", "String", "text"))
        #expect(
            differences(from: model, to: next, in: catalog).map(\.description) == [
                "Order (public.orders): column id dropped, column total is pg_catalog.int8, was pg_catalog.int4, "
                    + "column total is never null now, column note added"
            ])
        next = model
        next.entities = []
        next.enumerations = [Enumeration(name: "Mood", postgresType: QualifiedName("public", "mood"), values: [])]
        #expect(
            differences(from: model, to: next, in: catalog).map(\.description) == [
                "Order (public.orders): is gone", "enum Mood (public.mood): is new",
            ])
        next = model
        let called = FunctionReference(
            name: QualifiedName("public", "word"), signature: "public.word(public.orders,integer)")
        let integer = field("n", "Int", "int4").type
        let argument = FunctionArgument(
            name: "n", parameter: "n", type: integer, parameterType: integer.postgresType, parameterIsArray: false,
            isRequired: true)
        next.entities[0].functions = [
            FunctionField(field: "word", function: called, arguments: [argument], result: .value(integer))
        ]
        next.entities[0].fields[0].arguments = [argument]
        #expect(
            differences(from: model, to: next, in: catalog).map(\.description) == [
                "Order (public.orders): column id has other arguments, function word added"
            ])
        let before = next
        next.entities[0].functions[0].arguments = []
        #expect(
            differences(from: before, to: next, in: catalog).map(\.description) == [
                "Order (public.orders): function word changed"
            ])
        next = model
        next.limits.maximumPageSize = 7
        #expect(
            differences(from: model, to: next, in: catalog).map(\.description) == [
                "the API: its schema or limits differ"
            ])
    }

    @Test func whatIsOnlyNotExposedAnyMoreIsNotSaidToBeDropped() {
        var catalog = catalog
        catalog.relations = [
            CatalogRelation(
                name: QualifiedName("public", "orders"), kind: .table, owner: "postgres",
                columns: [
                    CatalogColumn(
                        name: "id", type: TypeReference(name: QualifiedName("pg_catalog", "int4"), formatted: "integer")
                    )
                ])
        ]
        var next = model
        next.entities[0].fields = []
        #expect(
            differences(from: model, to: next, in: catalog).map(\.description) == [
                "Order (public.orders): column id not exposed any more, column total dropped"
            ])
        next.entities = []
        let hidden = ["Order (public.orders): is not exposed any more"]
        #expect(differences(from: model, to: next, in: catalog).map(\.description) == hidden)
        // The schema is not read any more.
        catalog = Catalog(serverVersion: 150000, schemas: [], relations: [], types: [])
        #expect(differences(from: model, to: next, in: catalog).map(\.description) == hidden)
    }

    private let catalog = Catalog(
        serverVersion: 150000, schemas: [CatalogSchema(name: "public", owner: "postgres")], relations: [], types: [])

    private let model = APIModel(
        apiSchema: "api", limits: Limits(defaultPageSize: 10, maximumPageSize: 100, maximumDepth: 5),
        entities: [
            Entity(
                typeName: "Order", relation: QualifiedName("public", "orders"), kind: .table,
                view: QualifiedName("api", "v_order"), listField: "orders",
                fields: [field("id", "Int", "int4"), field("total", "Int", "int4")])
        ], enumerations: [])
}

private func field(_ name: String, _ scalar: String, _ type: String) -> Field {
    Field(
        name: name, column: name,
        type: FieldType(graphQLName: scalar, postgresType: QualifiedName("pg_catalog", type)), isNullable: true)
}
