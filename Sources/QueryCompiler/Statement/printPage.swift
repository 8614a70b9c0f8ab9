import SQLText

/// Rows with to-one relations joined to them after the limit: PostgreSQL then chooses one plan for all rows of the page.
///
///     select
///         t1.id,
///         (
///             select row_to_json(r2.*)
///             from (
///                 select
///                     t2.username
///             ) as r2
///             where t2.id is not null
///         ) as author
///     from (
///         select
///             t1.id,
///             t1.author_id
///         from api.v_post as t1
///         order by t1.id
///         limit 10
///     ) as t1
///     left join api.v_user as t2
///         on t2.id = t1.author_id
///     order by t1.id
func printPage(_ list: SQL<Bind>, _ read: ReadPlan, _ joined: [ReadPlan]) -> SQL<Bind> {
    let columns: [SQL<Bind>] = columnsRead(of: read).map(printReference)
    let page = printClauses("\(printSelectWord(read))\n    \(columns.joined(by: ",\n"))", read)
    let joins: [SQL<Bind>] = joined.map { other in
        "\nleft join \(printSource(other.source)) as \(identifier: other.alias)\n    on \(printConjunction(other.filter))"
    }
    let order: SQL<Bind> = read.order.isEmpty ? "" : "\n\(printOrder(read.order))"
    return """
        \(list)
        from (
            \(page)
        ) as \(identifier: read.alias)\(joins.joined(by: ""))\(order)
        """
}

/// A joined row as an object, or null where none was found.
func printJoinedRow(_ read: ReadPlan) -> SQL<Bind> {
    let isFound: [SQL<Bind>] = read.filter.compactMap { predicate in
        if case .joined(let inner, _, _) = predicate { "\(printReference(inner)) is not null" } else { nil }
    }
    let object = printFrom(printSelectList(read), printObject(of: read), read)
    return "\(object)\nwhere \(isFound.joined(by: " and "))"
}

/// The joined rows of a page, those that are joined to joined rows after them.
func joinedReads(_ fields: [OutputField]) -> [ReadPlan] {
    fields.flatMap { field -> [ReadPlan] in
        if case .joined(let read) = field.value { [read] + joinedReads(read.fields) } else { [] }
    }
}

/// The columns of the page's own view that its fields, relations and order name, each once.
private func columnsRead(of read: ReadPlan) -> [ColumnReference] {
    var columns: [ColumnReference] = []
    for column in columnsNamed(by: read.fields) + read.order.compactMap(\.key.column)
    where column.alias == read.alias && !columns.contains(column) {
        columns.append(column)
    }
    return columns
}

/// The columns that fields show, and those that the filters of their relations compare with.
func columnsNamed(by fields: [OutputField]) -> [ColumnReference] {
    fields.flatMap { field -> [ColumnReference] in
        switch field.value {
        case .constant: []
        case .column(let column, _, _): [column]
        case .computed(let computed, _, _): [computed.column].compactMap(\.self)
        case .nodeID(_, let key): key
        case .object(let fields): columnsNamed(by: fields)
        case .nested(let other), .joined(let other):
            outerColumns(other.allFilters) + [other.source.calledWith].compactMap(\.self)
        case .connection(let other): outerColumns(other.filter) + [other.source.calledWith].compactMap(\.self)
        }
    }
}

extension ReadPlan {
    /// Those of the rows and, of groups, those of what is grouped.
    fileprivate var allFilters: [Predicate] {
        if case .groups(let groups) = source { groups.filter + filter } else { filter }
    }
}

private func outerColumns(_ filter: [Predicate]) -> [ColumnReference] {
    filter.flatMap { predicate -> [ColumnReference] in
        switch predicate {
        case .joined(_, _, let outer): [outer]
        // Of a junction; what it names inside has other aliases.
        case .exists(_, _, let inner): outerColumns(inner)
        default: []
        }
    }
}
