import SchemaMapping

func makeGraphQLSchema(_ model: APIModel) -> GraphQLSchema {
    func arg(_ n: String, _ t: GraphQLType, _ m: InputValueDefinition.Meaning) -> InputValueDefinition {
        InputValueDefinition(name: n, type: t, meaning: m)
    }
    func typed(_ f: Field) -> GraphQLType {
        f.type.isArray ? .list(.named(f.type.graphQLName)) : .named(f.type.graphQLName)
    }
    func listArgs(_ e: String) -> [InputValueDefinition] {
        [
            arg("where", .named("\(e)Filter"), .filter(entity: e)),
            arg("orderBy", .list(.nonNull(.named("\(e)Order"))), .order(entity: e)),
            arg("limit", .named("Int"), .limit), arg("offset", .named("Int"), .offset),
        ]
    }
    var types: [TypeDefinition] = []
    for s in ["Int", "String", "Boolean", "ID", "Float", "BigInt", "Decimal", "DateTime", "JSON"] {
        types.append(.scalar(ScalarDefinition(name: s)))
    }
    types.append(
        .enumeration(
            EnumDefinition(
                name: "OrderDirection",
                values: ["ASC", "DESC", "ASC_NULLS_FIRST", "ASC_NULLS_LAST", "DESC_NULLS_FIRST", "DESC_NULLS_LAST"].map
                { EnumDefinition.Value(name: $0) })))
    for e in model.enumerations {
        types.append(
            .enumeration(
                EnumDefinition(
                    name: e.name, values: e.values.map { EnumDefinition.Value(name: $0.name) }, enumeration: e)))
    }
    var seen: Set<String> = []
    var roots: [FieldDefinition] = []
    for e in model.entities {
        roots.append(
            FieldDefinition(
                name: e.listField, arguments: listArgs(e.typeName), type: .nonNull(.list(.nonNull(.named(e.typeName)))),
                meaning: .list(entity: e.typeName)))
        for k in e.keys {
            roots.append(
                FieldDefinition(
                    name: k.rootField,
                    arguments: k.columns.map { c in
                        let f = e.field(column: c)!; return arg(f.name, .nonNull(typed(f)), .key(f))
                    }, type: .named(e.typeName), meaning: .lookup(entity: e.typeName, key: k)))
        }
        types.append(
            .object(
                ObjectDefinition(
                    name: e.typeName,
                    fields: e.fields.map { FieldDefinition(name: $0.name, type: typed($0), meaning: .column($0)) }
                        + e.relations.map { r in
                            FieldDefinition(
                                name: r.name, arguments: r.kind == .toMany ? listArgs(r.target) : [],
                                type: r.kind == .toMany
                                    ? .nonNull(.list(.nonNull(.named(r.target)))) : .named(r.target),
                                meaning: .relation(r))
                        })))
        let f = "\(e.typeName)Filter"
        types.append(
            .inputObject(
                InputObjectDefinition(
                    name: f,
                    fields: [
                        arg("and", .list(.nonNull(.named(f))), .and), arg("or", .list(.nonNull(.named(f))), .or),
                        arg("not", .named(f), .not),
                    ]
                        + e.fields.map { c in
                            let n = "\(c.type.graphQLName)\(c.type.isArray ? "List" : "")Filter"
                            if seen.insert(n).inserted {
                                let group =
                                    c.type.isEnumeration
                                    ? OperatorGroup.comparison
                                    : ["String": .text, "JSON": .nullOnly, "Boolean": .equality][c.type.graphQLName]
                                        ?? .comparison
                                types.append(
                                    .inputObject(
                                        InputObjectDefinition(
                                            name: n,
                                            fields: ops(group, c.type.isArray).map { o in
                                                let t: GraphQLType =
                                                    switch o.operand {
                                                    case .scalar: .named(c.type.graphQLName);
                                                    case .list: .list(.nonNull(.named(c.type.graphQLName)));
                                                    case .boolean: .named("Boolean");
                                                    case .text: .named("String")
                                                    }
                                                return arg(o.name, t, .filterOperator(o))
                                            })))
                            }
                            return arg(c.name, .named(n), .columnFilter(c))
                        }
                        + e.relations.map { r in
                            let q = "\(r.target)ListFilter"
                            if r.kind == .toMany, seen.insert(q).inserted {
                                let t = GraphQLType.named("\(r.target)Filter")
                                types.append(
                                    .inputObject(
                                        InputObjectDefinition(
                                            name: q,
                                            fields: [
                                                arg("some", t, .some), arg("every", t, .every), arg("none", t, .none),
                                            ])))
                            }
                            return arg(r.name, .named(r.kind == .toMany ? q : "\(r.target)Filter"), .relationFilter(r))
                        })))
        types.append(
            .inputObject(
                InputObjectDefinition(
                    name: "\(e.typeName)Order",
                    fields: e.fields.map { arg($0.name, .named("OrderDirection"), .columnOrder($0)) }
                        + e.relations.filter { $0.kind == .toOne }.map {
                            arg($0.name, .named("\($0.target)Order"), .relationOrder($0))
                        })))
    }
    types.append(.object(ObjectDefinition(name: "Query", fields: roots)))
    return GraphQLSchema(
        model: model, types: types,
        directives: ["skip", "include"].map {
            DirectiveDefinition(
                name: $0, arguments: [arg("if", .nonNull(.named("Boolean")), .meta)], locations: ["FIELD"])
        })
}
private func ops(_ g: OperatorGroup, _ isArray: Bool) -> [FilterOperator] {
    func o(_ n: String, _ d: FilterOperator.Operand, _ f: FilterOperator.Form) -> FilterOperator {
        FilterOperator(n, d, f, "")
    }
    let null = o("isNull", .boolean, .isNull)
    if g == .nullOnly { return [null] }
    if isArray { return [null, o("eq", .list, .infix("=")), o("neq", .list, .infix("<>"))] }
    let eq = [
        null, o("eq", .scalar, .infix("=")), o("neq", .scalar, .infix("<>")), o("in", .list, .any("=")),
        o("nin", .list, .all("<>")),
    ]
    if g == .equality { return eq }
    let cmp =
        eq + [
            o("lt", .scalar, .infix("<")), o("lte", .scalar, .infix("<=")), o("gt", .scalar, .infix(">")),
            o("gte", .scalar, .infix(">=")),
        ]
    if g == .comparison { return cmp }
    return cmp + [
        o("like", .text, .infix("~~")),
        o("contains", .text, .pattern(caseInsensitive: false, prefix: true, suffix: true)),
        o("icontains", .text, .pattern(caseInsensitive: true, prefix: true, suffix: true)),
        o("startsWith", .text, .pattern(caseInsensitive: false, prefix: false, suffix: true)),
        o("endsWith", .text, .pattern(caseInsensitive: false, prefix: true, suffix: false)),
    ]
}
