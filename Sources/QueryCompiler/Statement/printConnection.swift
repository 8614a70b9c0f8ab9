import SQLText

/// A page by cursors as one JSON object. One row more than asked for tells whether the page has a neighbour.
///
///     select json_build_object(
///         'edges', coalesce(json_agg(json_build_object(
///             'cursor', ..., 'node', json_build_object('id', t1.id)
///         )) filter (where t1.position <= 20), '[]'),
///         'pageInfo', json_build_object('hasNextPage', coalesce(bool_or(t1.found > 20), false)),
///         'totalCount', (select count(*) from api.v_user as t1)::pg_catalog.text
///     )
///     from (
///         select t1.*, row_number() over () as position, count(*) over () as found
///         from (
///             select t1.id from api.v_user as t1 where t1.id > $1 order by t1.id limit 21
///         ) as t1
///     ) as t1
func printConnection(_ plan: ConnectionPlan) -> SQL<Bind> {
    let page = Page(plan)
    let object = printPairs(plan.fields.map { ($0.responseKey, printValue($0.value, page)) })
    let selected: SQL<Bind> =
        page.isRead ? "select \(object)\nfrom (\n    \(printRows(page))\n) as \(page.alias)" : "select \(object)"
    guard case .called(let called) = page.plan.source, called.isShared else { return selected }
    return "\(printSharedCall(called))\n\(selected)"
}

/// What of a page the selection needs.
private struct Page {
    private(set) var plan: ConnectionPlan
    var isRead = false
    /// Whether one row more is asked for.
    var probes = false
    /// Whether the rows are counted through.
    var isNumbered: Bool
    var needsCursor = false

    init(_ plan: ConnectionPlan) {
        self.plan = plan
        isNumbered = plan.isBackward
        for field in plan.fields {
            switch field.value {
            case .constant: break
            case .totalCount: furtherReads += 1
            case .nodes: isRead = true
            case .edges(let fields):
                isRead = true
                if fields.contains(where: { $0.value == .cursor }) { needsCursor = true }
            case .pageInfo(let fields): read(fields)
            }
        }
        if probes || needsEnds { isNumbered = true }
        if case .called(var called) = plan.source, (isRead ? 1 : 0) + furtherReads > 1 {
            called.isShared = true
            self.plan.source = .called(called)
        }
    }

    private var needsEnds = false
    /// How often the source is read besides for the page itself.
    private var furtherReads = 0

    private mutating func read(_ fields: [PageInfoField]) {
        for field in fields {
            switch field.value {
            case .hasNextPage where plan.after != nil, .hasPreviousPage where plan.before != nil: furtherReads += 1
            default: break
            }
            switch field.value {
            case .constant: break
            case .startCursor, .endCursor: (isRead, needsEnds, needsCursor) = (true, true, true)
            case .hasNextPage where plan.isBackward, .hasPreviousPage where !plan.isBackward: break
            case .hasNextPage, .hasPreviousPage: (isRead, probes) = (true, true)
            }
        }
    }

    var alias: SQL<Bind> { "\(identifier: plan.alias)" }
    var position: SQL<Bind> { "\(alias).\(identifier: plan.positionColumn)" }
    var found: SQL<Bind> { "\(alias).\(identifier: plan.foundColumn)" }
    /// The rows of the page itself, for an aggregate.
    var rows: SQL<Bind> { probes ? " filter (where \(position) <= \(printCount(plan.limit)))" : "" }

    var cursor: SQL<Bind> {
        let values: [SQL<Bind>] = plan.cursor.keys.map { "\(alias).\(identifier: $0.column)::pg_catalog.text" }
        return printOpaqueText(["\(literal: plan.cursor.ordering)"] + values)
    }

    /// The cursor of the page's first row as it is read, or of its last.
    func cursor(atLast: Bool) -> SQL<Bind> {
        let last: SQL<Bind> = probes ? "least(\(found), \(printCount(plan.limit)))" : found
        // `first: 0` finds a row that is not of the page.
        let isOfPage: SQL<Bind> = probes ? " and \(position) <= \(printCount(plan.limit))" : ""
        return "max(\(cursor)) filter (where \(position) = \(atLast ? last : "1")\(isOfPage))"
    }
}

private func printValue(_ value: ConnectionField.Value, _ page: Page) -> SQL<Bind> {
    switch value {
    case .constant(let text): return "\(literal: text)::pg_catalog.text"
    case .totalCount: return "(\n    \(printRowCount(page.plan))\n)"
    case .nodes(let fields): return printRowList(printObject(fields), page)
    case .edges(let fields):
        return printRowList(
            printPairs(
                fields.map { field in
                    switch field.value {
                    case .constant(let text): (field.responseKey, "\(literal: text)::pg_catalog.text")
                    case .cursor: (field.responseKey, page.cursor)
                    case .node(let fields): (field.responseKey, printObject(fields))
                    }
                }), page)
    case .pageInfo(let fields): return printPairs(fields.map { ($0.responseKey, printPart($0.value, page)) })
    }
}

private func printRowList(_ row: SQL<Bind>, _ page: Page) -> SQL<Bind> {
    "coalesce(json_agg(\(row))\(page.rows), '[]')"
}

private func printPart(_ value: PageInfoField.Value, _ page: Page) -> SQL<Bind> {
    let plan = page.plan
    switch value {
    case .constant(let text): return "\(literal: text)::pg_catalog.text"
    case .startCursor: return page.cursor(atLast: plan.isBackward)
    case .endCursor: return page.cursor(atLast: !plan.isBackward)
    case .hasNextPage: return printNeighbour(plan.after, isProbed: !plan.isBackward, page)
    case .hasPreviousPage: return printNeighbour(plan.before, isProbed: plan.isBackward, page)
    }
}

/// Whether there are rows beyond an end of the page: one row more was found, or the cursor that bounds it has some.
private func printNeighbour(_ beyond: Predicate?, isProbed: Bool, _ page: Page) -> SQL<Bind> {
    let plan = page.plan
    var conditions: [SQL<Bind>] = []
    if isProbed { conditions.append("coalesce(bool_or(\(page.found) > \(printCount(plan.limit))), false)") }
    if let beyond {
        conditions.append("exists (\n    \(printExistence(plan.source, plan.alias, plan.filter + [beyond]))\n)")
    }
    return conditions.isEmpty ? "false" : "(\(conditions.joined(by: " or ")))"
}

private func printRowCount(_ plan: ConnectionPlan) -> SQL<Bind> {
    let rows: SQL<Bind> =
        "select count(*)::pg_catalog.text\nfrom \(printSource(plan.source)) as \(identifier: plan.alias)"
    return plan.filter.isEmpty ? rows : "\(rows)\nwhere \(printConjunction(plan.filter))"
}

/// The page, numbered in the direction of reading and then turned round if that was backwards.
private func printRows(_ page: Page) -> SQL<Bind> {
    let plan = page.plan
    var columns: [SQL<Bind>] = columnsRead(of: plan, withCursor: page.needsCursor).map(printReference)
    if page.needsCursor {
        for key in plan.cursor.keys {
            if case .column = key.key { continue }
            columns.append("\(printOrderKey(key.key)) as \(identifier: key.column)")
        }
    }
    let limit: SQL<Bind> = page.probes ? printCount(plan.limit, plus: 1) : printCount(plan.limit)
    let filter = plan.filter + plan.range
    var clauses: [SQL<Bind>] = [
        columns.isEmpty ? "select" : "select\n    \(columns.joined(by: ",\n"))",
        "from \(printSource(plan.source)) as \(page.alias)",
    ]
    if !filter.isEmpty { clauses.append("where \(printConjunction(filter))") }
    clauses.append(printOrder(plan.order))
    clauses.append("limit \(limit)")
    let rows = clauses.joined(by: "\n")
    guard page.isNumbered else { return rows }
    let turned: SQL<Bind> = plan.isBackward ? "\norder by \(identifier: plan.positionColumn) desc" : ""
    return """
        select
            \(page.alias).*,
            row_number() over () as \(identifier: plan.positionColumn),
            count(*) over () as \(identifier: plan.foundColumn)
        from (
            \(rows)
        ) as \(page.alias)\(turned)
        """
}

/// The columns of the page's own view that its rows and cursors name, each once.
private func columnsRead(of plan: ConnectionPlan, withCursor: Bool) -> [ColumnReference] {
    var columns: [ColumnReference] = []
    func add(_ more: [ColumnReference]) {
        for column in more where column.alias == plan.alias && !columns.contains(column) { columns.append(column) }
    }
    for field in plan.fields {
        switch field.value {
        case .constant, .totalCount, .pageInfo: break
        case .nodes(let fields): add(columnsNamed(by: fields))
        case .edges(let fields):
            for case .node(let fields) in fields.map(\.value) { add(columnsNamed(by: fields)) }
        }
    }
    if withCursor {
        for case .column(let column) in plan.cursor.keys.map(\.key) { add([column]) }
    }
    return columns
}
