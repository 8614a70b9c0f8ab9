import SQLText
import SchemaMapping

/// A level of rows as one JSON value. The row is named `r1.*`, never `r1`: a column called `r1` in any view around
/// would otherwise stand for the row.
///
///     select coalesce(json_agg(r1.*), '[]')
///     from (
///         select
///             t1.id,
///             t1.full_name as "fullName"
///         from api.v_user as t1
///         order by t1.id
///         limit 20
///     ) as r1
func printRead(_ read: ReadPlan) -> SQL<Bind> {
    let value: SQL<Bind> =
        read.cardinality == .many ? "coalesce(json_agg(\(printRow(read))), '[]')" : printObject(of: read)
    return printFrom(printSelect(printSelectList(read), read), value, read)
}

/// `select ... from (rows) as r1`
func printFrom(_ rows: SQL<Bind>, _ value: SQL<Bind>, _ read: ReadPlan) -> SQL<Bind> {
    """
    select \(value)
    from (
        \(rows)
    ) as \(identifier: rowAlias(read))
    """
}

func printObject(of read: ReadPlan) -> SQL<Bind> {
    needsObject(read) ? printRow(read) : "row_to_json(\(printRow(read)))"
}

/// PostgreSQL cuts a column's name after 63 bytes; rows with a longer key carry their object in one column. So do rows of
/// which `@skip` has left nothing, where PostgreSQL's grammar wants a column.
private func printRow(_ read: ReadPlan) -> SQL<Bind> {
    let row: SQL<Bind> = "\(identifier: rowAlias(read))"
    return needsObject(read) ? "\(row).object" : "\(row).*"
}

/// `r1` beside `t1`.
private func rowAlias(_ read: ReadPlan) -> String {
    "r" + read.alias.dropFirst()
}

private func needsObject(_ read: ReadPlan) -> Bool {
    read.fields.contains { $0.responseKey.utf8.count > 63 } || (read.fields.isEmpty && !read.distinctOn.isEmpty)
}

func printSelect(_ list: SQL<Bind>, _ read: ReadPlan) -> SQL<Bind> {
    let joined = joinedReads(read.fields)
    if !joined.isEmpty { return printPage(list, read, joined) }
    return printClauses(list, read)
}

func printClauses(_ list: SQL<Bind>, _ read: ReadPlan) -> SQL<Bind> {
    var clauses: [SQL<Bind>] = [list, "from \(printSource(read.source)) as \(identifier: read.alias)"]
    if !read.filter.isEmpty { clauses.append("where \(printConjunction(read.filter))") }
    if !read.order.isEmpty { clauses.append(printOrder(read.order)) }
    if let limit = read.limit { clauses.append("limit \(printCount(limit))") }
    if let offset = read.offset { clauses.append("offset \(printCount(offset))") }
    return clauses.joined(by: "\n")
}

func printSelectList(_ read: ReadPlan) -> SQL<Bind> {
    let select = printSelectWord(read)
    if needsObject(read) { return "\(select)\n    \(printObject(read.fields)) as object" }
    if read.fields.isEmpty { return select }
    return "\(select)\n    \(read.fields.map(printColumn).joined(by: ",\n"))"
}

func printSelectWord(_ read: ReadPlan) -> SQL<Bind> {
    read.distinctOn.isEmpty
        ? "select" : "select distinct on (\(read.distinctOn.map(printReference).joined(by: ", ")))"
}

private func printColumn(_ field: OutputField) -> SQL<Bind> {
    if case .column(let reference, .plain, _) = field.value, reference.column == field.responseKey {
        return printReference(reference)
    }
    return "\(printValue(field.value)) as \(identifier: field.responseKey)"
}

/// One JSON object of any number of fields: a function takes a hundred arguments at most, so objects of fifty are put
/// together as text.
func printObject(_ fields: [OutputField]) -> SQL<Bind> {
    printPairs(fields.map { ($0.responseKey, printValue($0.value)) })
}

/// An object; without fields where `@skip` has left none.
func printPairs(_ fields: [(key: String, value: SQL<Bind>)]) -> SQL<Bind> {
    if fields.isEmpty { return "json_build_object()" }
    let chunks: [SQL<Bind>] = stride(from: 0, to: fields.count, by: 50).map { start in
        let pairs: [SQL<Bind>] = fields[start..<min(start + 50, fields.count)].map { field in
            "\(literal: field.key), \(field.value)"
        }
        return "json_build_object(\n    \(pairs.joined(by: ",\n"))\n)"
    }
    if chunks.count == 1 { return chunks[0] }
    let parts: [SQL<Bind>] = chunks.enumerated().map { index, chunk in
        switch index {
        case 0: "left(\(chunk)::pg_catalog.text, -1)"
        case chunks.count - 1: "substr(\(chunk)::pg_catalog.text, 2)"
        default: "left(substr(\(chunk)::pg_catalog.text, 2), -1)"
        }
    }
    return "(\(parts.joined(by: "\n|| ', ' || ")))::pg_catalog.json"
}

func printValue(_ value: OutputValue) -> SQL<Bind> {
    switch value {
    case .constant(let text): return "\(literal: text)::pg_catalog.text"
    case .nodeID(let typeName, let key): return printNodeID(typeName, key)
    case .object(let fields): return printObject(fields)
    case .connection(let plan): return "(\n    \(printConnection(plan))\n)"
    case .nested(let read): return "(\n    \(printRead(read))\n)"
    case .joined(let read): return "(\n    \(printJoinedRow(read))\n)"
    case .column(let reference, let form, _): return printForm(of: printReference(reference), form)
    case .computed(let computed, let form, _): return printComputed(computed, form)
    }
}

/// A value as PostgreSQL's JSON functions are to print it.
func printForm(of value: SQL<Bind>, _ form: OutputForm) -> SQL<Bind> {
    switch form {
    case .plain: value
    case .list: printFlat(value)
    case .text(isArray: false): "\(value)::pg_catalog.text"
    case .text(isArray: true): "(\(printFlat(value)))::pg_catalog.text[]"
    case .names(let names, isArray: false): printName(value, names)
    case .names(let names, isArray: true): printNames(value, names)
    }
}

/// An array of several dimensions is no list of GraphQL: PostgreSQL answers `array_subscript_error`, since nothing can be
/// trimmed off by -1.
private func printFlat(_ array: SQL<Bind>) -> SQL<Bind> {
    "case when array_ndims(\(array)) > 1 then trim_array(\(array), -1) else \(array) end"
}

private func printNodeID(_ typeName: String, _ key: [ColumnReference]) -> SQL<Bind> {
    printOpaqueText(["\(literal: typeName)"] + key.map { "\(printReference($0))::pg_catalog.text" })
}

/// The text that `NodeID` and `Cursor` read. `encode` breaks lines and pads; `translate` drops what it has no letter for.
func printOpaqueText(_ parts: [SQL<Bind>]) -> SQL<Bind> {
    """
    translate(encode(convert_to(
        json_build_array(\(parts.joined(by: ", ")))::pg_catalog.text, 'UTF8'
    ), 'base64'), E'+/=\\n', '-_')
    """
}

private func printName(_ label: SQL<Bind>, _ names: [OutputForm.LabelName]) -> SQL<Bind> {
    let branches: [SQL<Bind>] = names.map { "when \(literal: $0.label) then \(literal: $0.name)" }
    return "case \(label) \(branches.joined(by: " ")) else \(label)::pg_catalog.text end"
}

/// Null stays null, an empty array stays empty.
private func printNames(_ column: SQL<Bind>, _ names: [OutputForm.LabelName]) -> SQL<Bind> {
    """
    case when \(column) is not null then array(
        select \(printName("e.label", names))
        from unnest(\(printFlat(column))) with ordinality as e(label, position)
        order by e.position
    ) end
    """
}

func printOrder(_ order: [OrderTerm]) -> SQL<Bind> {
    "order by \(order.map(printOrderTerm).joined(by: ", "))"
}

private func printOrderTerm(_ term: OrderTerm) -> SQL<Bind> {
    let key = printOrderKey(term.key)
    return switch term.direction {
    case .ascending, .ascendingNullsLast: key
    case .ascendingNullsFirst: "\(key) nulls first"
    case .descending, .descendingNullsFirst: "\(key) desc"
    case .descendingNullsLast: "\(key) desc nulls last"
    }
}

func printOrderKey(_ key: OrderTerm.Key) -> SQL<Bind> {
    switch key {
    case .column(let reference): return printReference(reference)
    case .rank(let column, let language, let words):
        return "ts_rank(\(printReference(column)), \(printSearch(language, printOperand(words))))"
    case .aggregated(let view, let alias, let join, let expression):
        return """
            (
                select \(printAggregate(expression))
                from \(view) as \(identifier: alias)
                where \(printConjunction(join))
            )
            """
    case .related(let view, let alias, let join, let key):
        return """
            (
                select \(printOrderKey(key))
                from \(view) as \(identifier: alias)
                where \(printConjunction(join))
            )
            """
    }
}

func printCount(_ count: Count, plus more: Int = 0) -> SQL<Bind> {
    switch count {
    case .literal(let number): "\(literal: number + more)"
    case .bind(let bind) where more == 0: "\(bind: bind)::pg_catalog.int8"
    case .bind(let bind): "\(bind: bind)::pg_catalog.int8 + \(literal: more)"
    }
}
