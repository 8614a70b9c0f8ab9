import JSONText
import SQLText

/// A root list as plain columns, and how their texts become objects. Relations stay JSON columns.
///
///     select
///         t1.id,
///         to_json(t1.created_at)
///     from api.v_user as t1
///     order by t1.id
///     limit 20
func printPlainRows(_ read: ReadPlan) -> (SQL<Bind>, Statement.Form) {
    var columns: [SQL<Bind>] = []
    var keys: [String] = []
    var encodings: [Statement.ValueEncoding] = []
    for field in read.fields {
        let (column, encoding) = printText(field.value)
        columns.append(column)
        keys.append("\(keys.isEmpty ? "{" : ",")\(JSON.string(field.responseKey).text):")
        encodings.append(encoding)
    }
    let list: SQL<Bind> = "\(printSelectWord(read))\n    \(columns.joined(by: ",\n"))"
    return (printSelect(list, read), .rows(keys: keys, encodings: encodings))
}

private func printText(_ value: OutputValue) -> (SQL<Bind>, Statement.ValueEncoding) {
    switch value {
    case .constant, .nodeID: (printValue(value), .string)
    case .nested, .joined, .connection, .object: (printValue(value), .raw)
    case .column(let reference, .plain, .encoded(let encoding)): (printReference(reference), encoding)
    case .column(_, _, .encoded(let encoding)), .computed(_, _, .encoded(let encoding)): (printValue(value), encoding)
    case .column(_, _, .toJSON), .computed(_, _, .toJSON): ("to_json(\(printValue(value)))", .raw)
    }
}
