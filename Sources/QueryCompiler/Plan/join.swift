import SchemaMapping

extension PlanContext {
    /// The columns of the foreign key, equal on both sides by the operator of their type.
    func join(_ relation: Relation, outer: String, inner: String) -> [Predicate] {
        relation.columns.map { pair in
            .joined(
                ColumnReference(alias: inner, column: pair.remote), equality(of: pair, relation),
                ColumnReference(alias: outer, column: pair.local))
        }
    }

    private func equality(of pair: Relation.ColumnPair, _ relation: Relation) -> OperatorName {
        let builtIn = OperatorName(schema: nil, name: "=")
        guard let target = schema.entity(relation.target), let type = target.field(column: pair.remote)?.type,
            typeMapping(of: type).operators != .nullOnly
        else { return builtIn }
        let own = operatorName("=", type)
        if own == builtIn { return own }
        // A key of citext on text is kept as text: the operator is that of both only where they agree.
        let back = target.relations.filter { $0.constraint == relation.constraint }
        let sources = back.compactMap { schema.entity($0.target) }.filter { $0.relations.contains(relation) }
        let isShared = sources.allSatisfy { $0.field(column: pair.local)?.type.postgresType == type.postgresType }
        return isShared ? own : builtIn
    }
}
