/// A field of an object type.
package final class FieldDefinition: Sendable {
    /// What the planner does for a field.
    package enum Meaning: Hashable, Sendable {
        /// A column of the entity whose type the field stands in; given arguments, the function that computes it.
        case column(Field)
        /// A relation of the entity whose type the field stands in.
        case relation(Relation)
        /// Root: many rows of the entity with this type name.
        case list(entity: String)
        /// Root: a page of many rows of the entity, by cursors.
        case connection(entity: String)
        /// The same of the rows that a to-many relation leads to.
        case relationConnection(Relation)
        /// What a page, one of its edges or its `PageInfo` says.
        case connectionPart(ConnectionPart)
        /// Root: what all rows of the entity that match come to, and the same of the rows of a to-many relation.
        case aggregate(entity: String)
        case relationAggregate(Relation)
        /// In what rows come to: how many there are, and a column.
        case aggregateCount
        case aggregateColumn(Field)
        /// Below a column.
        case aggregateFunction(AggregateFunction)
        /// Root: the same by groups, and of the rows of a to-many relation.
        case groups(entity: String)
        case relationGroups(Relation)
        /// In a group: its key with the columns of it, and what its rows come to.
        case groupKey
        case groupKeyColumn(Field)
        case groupAggregate
        /// Root: one row by a key.
        case lookup(entity: String, key: LookupKey)
        /// Root: what a function of the user's gives.
        case function(FunctionField, FunctionReading = .result)
        /// Of a row: what a function of the user's gives for it.
        case rowFunction(FunctionField, FunctionReading = .result)
        /// Root: one row of any entity by its global id.
        case node
        /// The global id of a row: its type and primary key.
        case nodeID
        /// `__typename`.
        case typeName
        /// `__schema`, `__type`, and every field below them: answered from the schema, without the database.
        case introspection
    }

    package let name: String
    package let description: String?
    package let arguments: [InputValueDefinition]
    package let type: GraphQLType
    /// The named type at the bottom of `type`.
    package let typeName: String
    package let meaning: Meaning
    package let deprecationReason: String?

    package init(
        name: String, description: String? = nil, arguments: [InputValueDefinition] = [], type: GraphQLType,
        meaning: Meaning, deprecationReason: String? = nil
    ) {
        self.name = name
        self.description = description
        self.arguments = arguments
        self.type = type
        typeName = type.name
        self.meaning = meaning
        self.deprecationReason = deprecationReason
    }
}

/// What a field shows of what a function gives.
package enum FunctionReading: Hashable, Sendable {
    /// The value, the row, or the rows as a list.
    case result
    /// Of rows: a page by cursors, and what they come to.
    case connection, aggregate, groups
}

/// The fields of a connection, of an edge and of `PageInfo` (Relay's cursor connections specification).
package enum ConnectionPart: String, Hashable, Sendable {
    case edges, nodes, pageInfo, totalCount
    case cursor, node
    case hasNextPage, hasPreviousPage, startCursor, endCursor
}

/// An argument, or a field of an input object.
package final class InputValueDefinition: Sendable {
    package enum Meaning: Hashable, Sendable {
        case limit
        case offset
        /// How many rows of a connection, counted from its start or from its end.
        case first
        case last
        /// Cursors: the rows of a connection that come after or before one.
        case after
        case before
        /// A filter object of the entity.
        case filter(entity: String)
        /// A list of ordering objects of the entity.
        case order(entity: String)
        /// A key argument of a lookup: this column equals the value.
        case key(Field)
        /// Of a function: the value of a parameter.
        case argument(FunctionArgument)
        /// The global id of the row that `node` looks for.
        case nodeID
        /// In a filter object.
        case and
        case or
        case not
        case columnFilter(Field)
        /// To-one: a filter object of the target. To-many: an object of quantifiers.
        case relationFilter(Relation)
        /// In an object of quantifiers.
        case some
        case every
        case none
        /// Column enum values: the rows of a list that differ in these; those that a count tells apart.
        case distinctOn
        case countDistinct
        /// A list of columns to group by, and in each of them the column and the unit of time that it is cut to.
        case groupBy
        case groupColumn
        case groupUnit
        /// What must hold for groups.
        case having
        /// What rows come to, in a filter: of a relation, their number, a column, a function of it.
        case relationAggregateFilter(Relation)
        case aggregateCountFilter
        case aggregateColumnFilter(Field)
        case aggregateFunctionFilter(AggregateFunction)
        /// The same in an ordering object; of groups also the columns of the key.
        case relationAggregateOrder(Relation)
        case groupAggregateOrder
        case aggregateCountOrder
        case aggregateColumnOrder(Field)
        case aggregateFunctionOrder(AggregateFunction)
        case groupKeyOrder(Field)
        /// In an operator object such as `IntFilter`.
        case filterOperator(FilterOperator)
        /// In an operand that is an object.
        case operandPart(OperandPart)
        /// In an ordering object: a direction, or an ordering object of the target of a to-one relation.
        case columnOrder(Field)
        /// Of a text prepared for search: how well it satisfies what is searched for in it.
        case searchOrder(Field)
        case rankOrder
        case relationOrder(Relation)
        /// Of a directive or an introspection field.
        case meta
    }

    package enum OperandPart: Hashable, Sendable {
        /// `at` of a path.
        case pathSteps
        /// `query` and `language` of a search.
        case searchWords
        case searchLanguage
    }

    package let name: String
    package let description: String?
    package let type: GraphQLType
    /// As SDL writes it: `50`, `[]`.
    package let defaultValue: String?
    package let meaning: Meaning

    package init(
        name: String, description: String? = nil, type: GraphQLType, defaultValue: String? = nil, meaning: Meaning
    ) {
        self.name = name
        self.description = description
        self.type = type
        self.defaultValue = defaultValue
        self.meaning = meaning
    }

    /// Whether a value must be given: non-null without a default.
    package var isRequired: Bool {
        if case .nonNull = type { defaultValue == nil } else { false }
    }
}

extension InputValueDefinition.Meaning {
    package var filterOperator: FilterOperator? {
        if case .filterOperator(let filterOperator) = self { filterOperator } else { nil }
    }
}
