import CatalogModel
import SQLText

/// Sebastiano Vigna's generator: the same seed gives the same databases everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

func randomCatalog(_ random: inout SplitMix) -> Catalog {
    let schemas = ["public", "legacy", "日本"].prefix(Int.random(in: 1...3, using: &random))
    var catalog = Catalog(
        serverVersion: 150000, schemas: schemas.map { CatalogSchema(name: $0, owner: "o") }, relations: [], types: [])
    for schema in schemas {
        for name in ["mood", "user", "Order-Filter"] where Bool.random(using: &random) {
            let labels = Set((0..<4).map { _ in randomName(&random) } + ["true", "a b", "a_b"])
            let type = CatalogType(name: QualifiedName(schema, name), kind: .enumeration(labels: labels.sorted()))
            catalog.types.append(type)
        }
    }
    for _ in 0..<Int.random(in: 1...8, using: &random) { addRelation(&catalog, &random) }
    for _ in 0..<Int.random(in: 0...10, using: &random) { addForeignKey(&catalog, &random) }
    for _ in 0..<Int.random(in: 0...4, using: &random) { addFunction(&catalog, &random) }
    return catalog
}

/// More tables, columns, keys, foreign keys and functions.
func extend(_ catalog: inout Catalog, _ random: inout SplitMix) {
    for _ in 0..<Int.random(in: 0...3, using: &random) { addRelation(&catalog, &random) }
    for index in catalog.relations.indices where Bool.random(using: &random) {
        addColumn(&catalog.relations[index], catalog.types, &random)
        if Bool.random(using: &random) { addUniqueKey(&catalog.relations[index], &random) }
    }
    for _ in 0..<Int.random(in: 0...4, using: &random) { addForeignKey(&catalog, &random) }
    for _ in 0..<Int.random(in: 0...2, using: &random) { addFunction(&catalog, &random) }
}

/// Of a row, or one that can be a root field.
private func addFunction(_ catalog: inout Catalog, _ random: inout SplitMix) {
    let schema = catalog.schemas.randomElement(using: &random)?.name ?? "public"
    let name = QualifiedName(schema, randomName(&random))
    let text = CatalogFunction.ValueType(TypeReference(name: QualifiedName("pg_catalog", "text"), formatted: "text"))
    var parameters: [CatalogFunction.Parameter] = []
    if Bool.random(using: &random), let relation = catalog.relations.randomElement(using: &random) {
        let row = TypeReference(name: relation.name, formatted: relation.name.description)
        parameters = [.init(name: nil, type: .init(row, .row))]
    } else {
        let names = Set((0..<Int.random(in: 0...3, using: &random)).map { _ in randomName(&random) })
        parameters = names.sorted().map { .init(name: $0, type: text) }
    }
    // No function is called like another: a call could mean both.
    guard !catalog.functions.contains(where: { $0.name == name }) else { return }
    let types = parameters.map(\.type.reference.formatted).joined(separator: ",")
    catalog.functions.append(
        CatalogFunction(name: name, signature: "\(name)(\(types))", parameters: parameters, result: text))
}

private func randomName(_ random: inout SplitMix) -> String {
    let parts = [
        "user", "users", "User", "tb_user", "v_user", "order", "orders", "order_filter", "filter", "list", "by", "id",
        "_id", "query", "int", "news", "data", "sheep", "node", "and", "not", "connection", "1", "2", "_2", "ä", "ae",
        "日", "-", " ", "__", "\"", "'", "aggregate", "people", "person", "string_filter", "Enum", "mood", "public",
        "count", "null", "groups", "edge",
        "a_name_that_is_fairly_long_so_that_two_exceed",
    ]
    let count = Int.random(in: 1...3, using: &random)
    let separator = ["", "_", " "].randomElement(using: &random) ?? ""
    return (0..<count).compactMap { _ in parts.randomElement(using: &random) }.joined(separator: separator)
}

private func addRelation(_ catalog: inout Catalog, _ random: inout SplitMix) {
    let schema = catalog.schemas.randomElement(using: &random)?.name ?? "public"
    let name = QualifiedName(schema, randomName(&random))
    guard catalog.relation(name) == nil else { return }
    let isView = Int.random(in: 0..<5, using: &random) == 0
    var relation = CatalogRelation(name: name, kind: isView ? .view : .table, owner: "o", columns: [])
    for _ in 0..<Int.random(in: 1...6, using: &random) { addColumn(&relation, catalog.types, &random) }
    if !isView, Bool.random(using: &random), let column = relation.columns.randomElement(using: &random) {
        relation.primaryKey = CatalogKey(constraint: "pk", columns: [column.name])
    }
    if !isView, Bool.random(using: &random) { addUniqueKey(&relation, &random) }
    catalog.relations.append(relation)
    catalog.relations.sort { $0.name < $1.name }
}

private func addColumn(_ relation: inout CatalogRelation, _ types: [CatalogType], _ random: inout SplitMix) {
    let name = randomName(&random)
    guard relation.column(name) == nil else { return }
    let type = Bool.random(using: &random) ? types.randomElement(using: &random)?.name : nil
    let reference = TypeReference(
        name: type ?? QualifiedName("pg_catalog", "int4"), isArray: Bool.random(using: &random), formatted: "")
    relation.columns.append(CatalogColumn(name: name, type: reference, isNotNull: Bool.random(using: &random)))
}

private func addUniqueKey(_ relation: inout CatalogRelation, _ random: inout SplitMix) {
    guard relation.kind == .table, !relation.columns.isEmpty else { return }
    let count = Int.random(in: 1...min(2, relation.columns.count), using: &random)
    let columns = relation.columns.shuffled(using: &random).prefix(count).map(\.name)
    relation.uniqueKeys.append(CatalogKey(constraint: "u\(relation.uniqueKeys.count)", columns: columns))
}

private func addForeignKey(_ catalog: inout Catalog, _ random: inout SplitMix) {
    let tables = catalog.relations.indices.filter { catalog.relations[$0].kind == .table }
    guard let child = tables.randomElement(using: &random), let parent = tables.randomElement(using: &random),
        let column = catalog.relations[child].columns.randomElement(using: &random),
        let target = catalog.relations[parent].columns.randomElement(using: &random)
    else { return }
    let isSelf = child == parent && column.name == target.name
    let name = catalog.relations[parent].name
    let hasTwin = catalog.relations[child].foreignKeys.contains {
        $0.target == name && $0.columns == [column.name] && $0.targetColumns == [target.name]
    }
    if isSelf || hasTwin { return }
    catalog.relations[child].foreignKeys.append(
        CatalogForeignKey(
            constraint: "\(catalog.relations[child].name) \(catalog.relations[child].foreignKeys.count)",
            columns: [column.name], target: name,
            targetColumns: [target.name]))
}
