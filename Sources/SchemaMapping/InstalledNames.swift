import CatalogModel
import SQLText

/// The names of the installed model, found by what they stand for in the database.
struct InstalledNames {
    private var entities: [QualifiedName: Entity] = [:]
    private var relations: [String: QualifiedName] = [:]
    private var enumerations: [QualifiedName: Enumeration] = [:]
    private var functions: [String: FunctionField] = [:]
    private var tenancy: Tenancy?

    init(_ model: APIModel?) {
        tenancy = model?.tenancy
        for entity in model?.entities ?? [] {
            entities[entity.relation] = entity
            relations[entity.typeName] = entity.relation
        }
        for enumeration in model?.enumerations ?? [] { enumerations[enumeration.postgresType] = enumeration }
        for function in model?.functions ?? [] { functions[function.function.signature] = function }
    }

    /// As a field of Query.
    func function(_ signature: String) -> FunctionField? { functions[signature] }

    /// Of a function of the rows of a relation.
    func arguments(_ relation: QualifiedName, _ function: FunctionReference) -> [FunctionArgument] {
        let entity = entities[relation]
        return entity?.functions.first { $0.function == function }?.arguments
            ?? entity?.fields.first { $0.function == function }?.arguments ?? []
    }

    /// Whether others than FraiseQL have switched row security on.
    func hadRowSecurity(_ relation: CatalogRelation) -> Bool {
        tenancy?.table(relation.name)?.hadRowSecurity ?? relation.hasRowSecurity
    }

    func entity(_ relation: QualifiedName) -> Entity? { entities[relation] }

    func enumeration(_ type: QualifiedName) -> Enumeration? { enumerations[type] }

    func field(_ relation: QualifiedName, _ column: String) -> String? {
        entities[relation]?.storedFields.first { $0.column == column }?.name
    }

    func field(_ relation: QualifiedName, _ function: FunctionReference) -> String? {
        let entity = entities[relation]
        return entity?.fields.first { $0.function == function }?.name
            ?? entity?.functions.first { $0.function == function }?.field
    }

    /// A relation by its ends and its constraint. One whose constraint is gone is the same under another name.
    func relation(
        _ relation: ExposedRelation, _ target: ExposedRelation, _ columns: [Relation.ColumnPair], _ constraint: String
    ) -> Relation? {
        let twins = (entities[relation.name]?.relations ?? [])
            .filter { $0.columns == columns && relations[$0.target] == target.name }
        if let same = twins.first(where: { $0.constraint == constraint }) { return same }
        let present = Set((relation.relation.foreignKeys + target.relation.foreignKeys).map(\.constraint))
        return twins.first { !present.contains($0.constraint) }
    }

    /// A relation across a junction, by the two constraints of that.
    func relation(
        _ relation: ExposedRelation, _ target: ExposedRelation, through junction: ExposedRelation, _ constraint: String
    ) -> Relation? {
        (entities[relation.name]?.relations ?? []).first {
            $0.through.flatMap { relations[$0.entity] } == junction.name && $0.constraint == constraint
                && relations[$0.target] == target.name
        }
    }

    func key(_ relation: QualifiedName, _ columns: [String]) -> LookupKey? {
        entities[relation]?.keys.first { $0.columns == columns }
    }

    func claimKeys(of entity: Entity, in scope: inout NameScope, for subject: String) {
        for key in entity.keys { scope.claim([key.rootField], for: subject) }
    }
}
