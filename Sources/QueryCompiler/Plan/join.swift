import SchemaMapping

extension PlanContext {
    /// Ties inner rows of an alias to the outer row that they are read for.
    func correlation(_ relation: Relation, outer: String) -> (String) -> [Predicate] {
        { [self] inner in join(relation, outer: outer, inner: inner) }
    }

    /// The columns of the foreign key, equal on both sides by the operator of their type.
    func join(_ relation: Relation, outer: String, inner: String) -> [Predicate] {
        if let through = relation.through { return [joined(through, relation, outer: outer, inner: inner)] }
        return relation.columns.map { pair in
            .joined(
                ColumnReference(alias: inner, column: pair.remote), equality(of: pair, relation),
                ColumnReference(alias: outer, column: pair.local))
        }
    }

    /// Whether the junction pairs the two rows; it is read through its own view, so a pair that is hidden counts not.
    private func joined(_ through: Junction, _ relation: Relation, outer: String, inner: String) -> Predicate {
        guard let junction = schema.entity(through.entity), let target = schema.entity(relation.target) else {
            // No model of ours lacks them; one that does gives no rows rather than all.
            return .or([])
        }
        // The inner row's alias is its own, so the junction's is too.
        let alias = "j" + inner.dropFirst()
        let ends =
            through.outer.map { pair in
                Predicate.joined(
                    ColumnReference(alias: alias, column: pair.remote),
                    equality(junction.field(column: pair.remote), nil),
                    ColumnReference(alias: outer, column: pair.local))
            }
            + through.inner.map { pair in
                Predicate.joined(
                    ColumnReference(alias: inner, column: pair.remote),
                    equality(junction.field(column: pair.local), target.field(column: pair.remote)),
                    ColumnReference(alias: alias, column: pair.local))
            }
        return .exists(view: junction.view, alias: alias, filter: ends)
    }

    /// That of a type in a schema of its own where both columns have it.
    private func equality(_ one: Field?, _ other: Field?) -> OperatorName {
        guard let type = one?.type, typeMapping(of: type).operators != .nullOnly,
            other.map({ $0.type.postgresType == type.postgresType }) ?? true
        else { return OperatorName(schema: nil, name: "=") }
        return operatorName("=", type)
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
