import QueryCompiler
import SQLText
import SchemaMapping

/// A plan as text for people, as the golden requests show it.
func describePlan(_ plan: Plan) -> String {
    plan.roots.map { root in
        switch root.work {
        case .constant(let text): "\(root.responseKey) = \(text)\n"
        case .read(let read): describe(read, key: root.responseKey, indentation: "")
        case .call(let plan): "\(root.responseKey): value of \(describe(plan.call))\(describe(plan.form))\n"
        case .connection(let page): describe(page, key: root.responseKey, indentation: "")
        }
    }.joined()
}

private func describe(_ read: ReadPlan, key: String, indentation: String) -> String {
    let inner = indentation + "    "
    var lines = ["\(indentation)\(key): \(read.cardinality.rawValue) of \(describe(read.source)) as \(read.alias)"]
    for predicate in read.filter {
        let conditions = if case .and(let inner) = predicate, !inner.isEmpty { inner } else { [predicate] }
        lines += conditions.map { "\(inner)where \(describe($0))" }
    }
    if !read.order.isEmpty { lines.append("\(inner)order by \(read.order.map(describe).joined(separator: ", "))") }
    if let limit = read.limit { lines.append("\(inner)limit \(describe(limit))") }
    if let offset = read.offset { lines.append("\(inner)offset \(describe(offset))") }
    if !read.distinctOn.isEmpty {
        lines.append("\(inner)distinct on \(read.distinctOn.map(describe).joined(separator: ", "))")
    }
    return lines.map { $0 + "\n" }.joined() + describe(read.fields, inner)
}

private func describe(_ page: ConnectionPlan, key: String, indentation: String) -> String {
    let inner = indentation + "    "
    var lines = [
        "\(indentation)\(key): page of \(describe(page.source)) as \(page.alias)\(page.isBackward ? ", backwards" : "")"
    ]
    lines += page.filter.map { "\(inner)where \(describe($0))" }
    lines += page.range.map { "\(inner)only \(describe($0))" }
    lines.append("\(inner)order by \(page.order.map(describe).joined(separator: ", "))")
    lines.append("\(inner)limit \(describe(page.limit))")
    lines.append("\(inner)cursor \(page.cursor.ordering) of \(page.cursor.keys.map(\.column).joined(separator: ", "))")
    var text = lines.map { $0 + "\n" }.joined()
    for field in page.fields {
        text += "\(inner)\(field.responseKey)"
        switch field.value {
        case .constant(let value): text += " = '\(value)'\n"
        case .totalCount: text += " = count\n"
        case .nodes(let fields): text += ": nodes\n\(describe(fields, inner + "    "))"
        case .pageInfo(let fields):
            text += ": page info (\(fields.map { "\($0.responseKey) = \($0.value)" }.joined(separator: ", ")))\n"
        case .edges(let fields):
            text += ": edges\n"
            for field in fields {
                text += "\(inner)    \(field.responseKey)"
                switch field.value {
                case .constant(let value): text += " = '\(value)'\n"
                case .cursor: text += " = cursor\n"
                case .node(let fields): text += ": node\n\(describe(fields, inner + "        "))"
                }
            }
        }
    }
    return text
}

private func describe(_ fields: [OutputField], _ inner: String) -> String {
    var text = ""
    for field in fields {
        switch field.value {
        case .constant(let value): text += "\(inner)\(field.responseKey) = '\(value)'\n"
        case .column(let column, let form, _):
            text += "\(inner)\(field.responseKey) = \(describe(column))\(describe(form))\n"
        case .computed(let computed, let form, _):
            let value =
                switch computed {
                case .column(let column): describe(column)
                case .call(let call): describe(call)
                }
            text += "\(inner)\(field.responseKey) = \(value)\(describe(form)), computed once\n"
        case .nodeID(let typeName, let key):
            text += "\(inner)\(field.responseKey) = id of \(typeName) (\(key.map(describe).joined(separator: ", ")))\n"
        case .nested(let nested): text += describe(nested, key: field.responseKey, indentation: inner)
        case .joined(let joined):
            text += describe(joined, key: "\(field.responseKey): joined", indentation: inner)
        case .connection(let page): text += describe(page, key: field.responseKey, indentation: inner)
        case .object(let fields): text += "\(inner)\(field.responseKey): object\n\(describe(fields, inner + "    "))"
        }
    }
    return text
}

private func describe(_ column: ColumnReference) -> String {
    "\(column.alias).\(quoteIdentifier(column.column))"
}

private func describe(_ form: OutputForm) -> String {
    switch form {
    case .plain, .list: ""
    case .text(let isArray): isArray ? " as texts" : " as text"
    case .names(let names, let isArray):
        " as \(isArray ? "names" : "name") (\(names.map { "\($0.label) is \($0.name)" }.joined(separator: ", ")))"
    }
}

private func describe(_ predicate: Predicate) -> String {
    switch predicate {
    case .everything: "true"
    case .and(let inner): "(\(inner.map(describe).joined(separator: " and ")))"
    case .or(let inner): "(\(inner.map(describe).joined(separator: " or ")))"
    case .aggregated(let source, let alias, let filter):
        "\(describe(.groups(source))) as \(alias) has (\(filter.map(describe).joined(separator: " and ")))"
    case .keyset(let keyset):
        "\(keyset.isInclusive ? "at or after" : "after") (\(keyset.terms.map(describe).joined(separator: ", ")))"
    case .not(let inner): "not \(describe(inner))"
    case .isNotTrue(let inner): "\(describe(inner)) is not true"
    case .infix(let subject, let name, let operand): "\(describe(subject)) \(name.name) \(describe(operand))"
    case .infixAny(let subject, let name, let operand): "\(describe(subject)) \(name.name) any \(describe(operand))"
    case .infixAll(let subject, let name, let operand): "\(describe(subject)) \(name.name) all \(describe(operand))"
    case .isNull(let subject, let isNull, _): "\(describe(subject)) is \(isNull ? "null" : "not null")"
    case .test(let test, let subject): "\(describe(subject)) is \(test.rawValue)"
    case .search(let subject, let language, let operand):
        "\(describe(subject)) matches \(describe(operand))\(language.map { " in \($0)" } ?? "")"
    case .joined(let inner, let name, let outer): "\(describe(inner)) \(name.name) \(describe(outer))"
    case .exists(let view, let alias, let filter):
        "exists \(view) as \(alias) (\(filter.map(describe).joined(separator: " and ")))"
    }
}

private func describe(_ term: Keyset.Term) -> String {
    "\(describe(term.key)) \(term.later.name) \(term.value.map(describe) ?? "null")"
}

private func describe(_ subject: Subject) -> String {
    switch subject {
    case .column(let column): describe(column)
    case .path(let subject, let steps): "\(describe(subject)) at \(describe(steps))"
    case .part(let part, let subject): "(\(part.rawValue) of \(describe(subject)))"
    }
}

private func describe(_ operand: Operand) -> String {
    let type = operand.isArray ? "\(operand.type)[]" : "\(operand.type)"
    switch operand.source {
    case .bind(let bind): return "\(describe(bind))::\(type)"
    case .list(let binds): return "[\(binds.map(describe).joined(separator: ", "))]::\(type)"
    }
}

private func describe(_ bind: Bind) -> String {
    switch bind {
    case .literal(let text): text.map(quoteLiteral) ?? "null"
    case .claim(let name): "claim \(name)"
    case .variable(let path, let conversion):
        switch conversion {
        case .scalar, .search, .array, .json, .jsonArray, .label, .labels: "\(path)"
        case .nodeKey(let index): "key \(index + 1) of \(path)"
        case .cursorValue(let index): "value \(index + 1) of \(path)"
        case .count(let maximum, _): "\(path) up to \(maximum)"
        case .pattern(let prefix, let suffix): "\(prefix ? "%" : "")\(path)\(suffix ? "%" : "")"
        }
    }
}

private func describe(_ term: OrderTerm) -> String {
    "\(describe(term.key)) \(term.direction.rawValue)"
}

private func describe(_ key: OrderTerm.Key) -> String {
    switch key {
    case .column(let column): describe(column)
    case .rank(let column, let language, let words):
        "rank of \(describe(column)) for \(describe(words))\(language.map { " in \($0)" } ?? "")"
    case .aggregated(let view, let alias, let join, let expression):
        "(\(view) as \(alias) where \(join.map(describe).joined(separator: " and ")): \(describe(expression)))"
    case .related(let view, let alias, let join, let key):
        "(\(view) as \(alias) where \(join.map(describe).joined(separator: " and ")): \(describe(key)))"
    }
}

private func describe(_ source: RowSource) -> String {
    switch source {
    case .view(let view): return "\(view)"
    case .called(let source):
        let order =
            source.positionColumn.map { ",\(source.position == .seen ? " what is seen" : "") numbered by \($0)" } ?? ""
        return "\(source.view) by \(describe(source.call))\(order)"
    case .groups(let groups):
        let keys = groups.keys.map { key in
            "\(key.name) = \(describe(key.column))\(key.unit.map { " to \($0.rawValue)" } ?? "")"
        }
        let values = groups.values.map { "\($0.name) = \(describe($0.expression))" }
        let filter = groups.filter.isEmpty ? "" : " where \(groups.filter.map(describe).joined(separator: " and "))"
        return
            "groups of \(describe(groups.rows)) as \(groups.alias)\(filter) (\((keys + values).joined(separator: ", ")))"
    }
}

private func describe(_ call: FunctionCall) -> String {
    let arguments = call.arguments.map { "\($0.parameter): \(describe($0.value))" }
    let row = call.row.map { [describe($0)] } ?? []
    return "\(call.function)(\((row + arguments).joined(separator: ", ")))"
}

private func describe(_ expression: AggregateExpression) -> String {
    switch expression {
    case .count: "count(*)"
    case .countDistinct(let column): "count(distinct \(describe(column)))"
    case .function(let function, let column): "\(function.sqlName)(\(describe(column)))"
    }
}

private func describe(_ count: Count) -> String {
    switch count {
    case .literal(let number): String(number)
    case .bind(let bind): describe(bind)
    }
}
