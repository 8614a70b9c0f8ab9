/// The filters of the scalars and enums that are used, one per scalar and one for its arrays, with all that
/// their operators take.
func makeColumnFilters(_ used: [FieldType]) -> (types: [TypeDefinition], operandTypes: Set<String>) {
    var filters = ColumnFilters()
    for type in Set(used) { filters.add(filterOf: type) }
    return (Array(filters.types.values), filters.operandTypes)
}

/// `IntFilter`, `IntListFilter`.
func columnFilterName(_ type: FieldType) -> String {
    if typeMapping(of: type).operators == .nullOnly { return GeneratedNames.nullFilter }
    return type.isArray ? GeneratedNames.listFilter(type.graphQLName) : GeneratedNames.filter(type.graphQLName)
}

private struct ColumnFilters {
    var types: [String: TypeDefinition] = [:]
    var operandTypes: Set<String> = []

    mutating func add(filterOf type: FieldType) {
        let name = columnFilterName(type)
        guard types[name] == nil else { return }
        let group = typeMapping(of: type).operators
        let subject = type.isArray ? "a list of \(type.graphQLName)" : type.graphQLName
        add(
            name: name,
            description: group == .nullOnly
                ? "Whether there is a value." : "What holds for \(subject): all members must hold.",
            type.isArray ? group.listOperators : group.operators, of: type)
    }

    private mutating func add(
        name: String, description: String, first: [InputValueDefinition] = [], _ operators: [FilterOperator],
        of type: FieldType
    ) {
        let fields = operators.map { filterOperator in
            InputValueDefinition(
                name: filterOperator.name, description: filterOperator.description,
                type: operandType(filterOperator.operand, type), meaning: .filterOperator(filterOperator))
        }
        types[name] = .inputObject(
            InputObjectDefinition(name: name, description: description, fields: first + fields))
        operandTypes.formUnion(fields.map(\.type.name))
        for filterOperator in operators { addOperand(filterOperator.operand) }
    }

    /// A filter may lead to itself: the value at a path of a jsonb value is a jsonb value.
    private mutating func addOperand(_ operand: FilterOperator.Operand) {
        switch operand {
        case .filter(let type): add(filterOf: type)
        case .input(GeneratedNames.jsonPathFilter) where types[GeneratedNames.jsonPathFilter] == nil:
            add(
                name: GeneratedNames.jsonPathFilter,
                description: "What holds for the value at a path of a JSON value: all members must hold.",
                first: [pathSteps], jsonPathOperators, of: jsonType)
        case .input(GeneratedNames.textSearch):
            types[GeneratedNames.textSearch] = .inputObject(textSearch)
            types[GeneratedNames.searchLanguage] = .enumeration(searchLanguage)
        default: break
        }
    }
}

private func operandType(_ operand: FilterOperator.Operand, _ type: FieldType) -> GraphQLType {
    switch operand {
    // Elements of an array may be null, those of a list of values may not: null equals nothing.
    case .value: type.isArray ? .list(.named(type.graphQLName)) : .named(type.graphQLName)
    case .list: .list(.nonNull(.named(type.graphQLName)))
    case .element: .named(type.graphQLName)
    case .bound: .named(boundType(of: type).graphQLName)
    case .boolean: .named("Boolean")
    case .text, .pattern: .named("String")
    case .texts, .patterns: .list(.nonNull(.named("String")))
    case .filter(let type): .named(columnFilterName(type))
    case .input(let name): .named(name)
    }
}

private let pathSteps = InputValueDefinition(
    name: "at",
    description: "Keys of objects and indexes of arrays, from the outside in: `[\"lines\", \"0\", \"sku\"]`.",
    type: .nonNull(.list(.nonNull(.named("String")))), meaning: .operandPart(.pathSteps))

private let textSearch = InputObjectDefinition(
    name: GeneratedNames.textSearch, description: "A search in full text.",
    fields: [
        InputValueDefinition(
            name: "query",
            description: "Words; `\"words\"` for a phrase, `or` between alternatives, `-` before what must be absent.",
            type: .nonNull(.named("String")), meaning: .operandPart(.searchWords)),
        InputValueDefinition(
            name: "language", description: "How words are reduced; the database's default without it.",
            type: .named(GeneratedNames.searchLanguage), meaning: .operandPart(.searchLanguage)),
    ])

/// The configurations of pg_catalog that every supported version of PostgreSQL has. They are part of the statement.
private let searchLanguage = EnumDefinition(
    name: GeneratedNames.searchLanguage,
    description: "A text search configuration of PostgreSQL; `simple` takes words as they are.",
    values: [
        "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "finnish", "french", "german",
        "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian",
        "portuguese", "romanian", "russian", "serbian", "simple", "spanish", "swedish", "tamil", "turkish", "yiddish",
    ].map { EnumDefinition.Value(name: $0) })
