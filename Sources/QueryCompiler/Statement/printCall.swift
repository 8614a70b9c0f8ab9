import SQLText

/// `public.search_products(query => $1::pg_catalog.text)`
func printCall(_ call: FunctionCall) -> SQL<Bind> {
    let arguments: [SQL<Bind>] = call.arguments.map { argument in
        "\(identifier: argument.parameter) => \(printOperand(argument.value))"
    }
    return "\(call.function)(\(arguments.joined(by: ", ")))"
}

/// One value. `offset 0` keeps the call to one, however often the JSON needs it.
///
///     select to_json(t1.value)
///     from (
///         select public.stock(sku => $1::pg_catalog.text) as value
///         offset 0
///     ) as t1
func printCalledValue(_ plan: CallPlan) -> SQL<Bind> {
    let column = ColumnReference(alias: plan.alias, column: "value")
    return """
        select to_json(\(printValue(.column(column, plan.form, .toJSON))))
        from (
            select \(printCall(plan.call)) as value
            offset 0
        ) as \(identifier: plan.alias)
        """
}

/// Rows of the view.
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
func printCalledSource(_ source: CalledSource) -> SQL<Bind> {
    let view: SQL<Bind> =
        "join \(source.view) as \(identifier: source.viewAlias)\n    on \(printConjunction(source.join))"
    guard let position = source.positionColumn else {
        return """
            select \(identifier: source.viewAlias).*
            from \(printCall(source.call)) as \(identifier: source.callAlias)
            \(view)
            """
    }
    let keys: [SQL<Bind>] = source.join.compactMap { predicate in
        if case .joined(_, _, let key) = predicate { printReference(key) } else { nil }
    }
    return """
        select
            \(identifier: source.viewAlias).*,
            \(identifier: source.callAlias).\(identifier: position)
        from (
            select
                \((keys + ["row_number() over () as \(identifier: position)"]).joined(by: ",\n"))
            from \(printCall(source.call)) as \(identifier: source.callAlias)
        ) as \(identifier: source.callAlias)
        \(view)
        """
}
