import SQLText

/// `public.search_products(query => $1::pg_catalog.text)`, `public.greeting(t1.self, name => $1::pg_catalog.text)`
func printCall(_ call: FunctionCall) -> SQL<Bind> {
    let arguments: [SQL<Bind>] = call.arguments.map { argument in
        "\(identifier: argument.parameter) => \(printOperand(argument.value))"
    }
    let row = call.row.map { [printReference($0)] } ?? []
    return "\(call.function)(\((row + arguments).joined(by: ", ")))"
}

/// A value that a function computes for a row, in its JSON form.
///
///     (
///         select case when array_ndims(c.value) > 1 then trim_array(c.value, -1) else c.value end
///         from (
///             select public.tags(t1.self, language => $1::pg_catalog.text) as value
///             offset 0
///         ) as c
///     )
func printComputed(_ computed: ComputedValue, _ form: OutputForm) -> SQL<Bind> {
    let value =
        switch computed {
        case .column(let column): printReference(column)
        case .call(let call): printCall(call)
        }
    guard form.namesValueOften else { return printForm(of: value, form) }
    return """
        (
            select \(printForm(of: "c.value", form))
            from (
                select \(value) as value
                offset 0
            ) as c
        )
        """
}

/// One value. `offset 0` keeps the call to one, however often the JSON needs it.
///
///     select to_json(t1.value)
///     from (
///         select public.stock(sku => $1::pg_catalog.text) as value
///         offset 0
///     ) as t1
func printCalledValue(_ plan: CallPlan) -> SQL<Bind> {
    let value = printReference(ColumnReference(alias: plan.alias, column: "value"))
    return """
        select to_json(\(printForm(of: value, plan.form)))
        from (
            select \(printCall(plan.call)) as value
            offset 0
        ) as \(identifier: plan.alias)
        """
}

/// Rows of the view, in the order of the function.
///
///     select
///         v1.*,
///         f1.position
///     from (
///         select
///             f1.id,
///             row_number() over () as position
///         from public.search_products(query => $1::pg_catalog.text) as f1
///     ) as f1
///     join api.v_product as v1
///         on v1.id = f1.id
///
/// The place that a cursor tells is counted behind the join: gaps would show how many rows the caller may not see. There
/// the second column is
///
///     row_number() over (order by f1.position) as position
func printCalledSource(_ source: CalledSource) -> SQL<Bind> {
    let called: SQL<Bind> = "\(identifier: source.callAlias)"
    var columns: [SQL<Bind>] = ["\(identifier: source.viewAlias).*"]
    if let position = source.positionColumn {
        let given: SQL<Bind> = "\(called).\(identifier: position)"
        switch source.position {
        case .given: columns.append(given)
        case .seen: columns.append("row_number() over (order by \(given)) as \(identifier: position)")
        }
    }
    let list: SQL<Bind> = columns.count == 1 ? " \(columns[0])" : "\n    \(columns.joined(by: ",\n"))"
    return """
        select\(list)
        from \(source.isShared ? called : printCalledRows(source))
        join \(source.view) as \(identifier: source.viewAlias)
            on \(printConjunction(source.join))
        """
}

/// The call, where several parts of a statement read its rows.
///
///     with f1 as materialized (
///         select
///             f1.id
///         from public.search_products(query => $1::pg_catalog.text) as f1
///     )
func printSharedCall(_ source: CalledSource) -> SQL<Bind> {
    """
    with \(identifier: source.callAlias) as materialized (
        \(printCalledKeys(source))
    )
    """
}

private func printCalledRows(_ source: CalledSource) -> SQL<Bind> {
    let called: SQL<Bind> = "\(identifier: source.callAlias)"
    if source.positionColumn == nil { return "\(printCall(source.call)) as \(called)" }
    return "(\n    \(printCalledKeys(source))\n) as \(called)"
}

/// The keys of the rows that the function names, numbered where their order matters.
private func printCalledKeys(_ source: CalledSource) -> SQL<Bind> {
    var columns: [SQL<Bind>] = source.join.compactMap { predicate in
        if case .joined(_, _, let key) = predicate { printReference(key) } else { nil }
    }
    if let position = source.positionColumn { columns.append("row_number() over () as \(identifier: position)") }
    return """
        select
            \(columns.joined(by: ",\n"))
        from \(printCall(source.call)) as \(identifier: source.callAlias)
        """
}
