import SchemaMapping
import SQLText

/// How a column of this type becomes JSON in PostgreSQL.
func outputForm(of type: FieldType, _ context: PlanContext) -> OutputForm {
    if let enumeration = context.enumeration(type) {
        let differing = enumeration.values.filter { $0.name != $0.label }
        if differing.isEmpty { return type.isArray ? .list : .plain }
        return .names(
            differing.map { OutputForm.LabelName(label: $0.label, name: $0.name) }, isArray: type.isArray)
    }
    switch typeMapping(of: type).output {
    case .plain: return type.isArray ? .list : .plain
    case .text: return .text(isArray: type.isArray)
    }
}

/// How the sidecar makes the same JSON from the text of what `form` yields.
func textForm(of type: FieldType, _ form: OutputForm) -> TextForm {
    // The text of an array is no JSON, whatever its elements are.
    if type.isArray { return .toJSON }
    if case .names = form { return .encoded(.string) }
    return switch typeMapping(of: type).rowEncoding {
    case .same: .encoded(.raw)
    case .boolean: .encoded(.boolean)
    case .string: .encoded(.string)
    case .database: .toJSON
    }
}
