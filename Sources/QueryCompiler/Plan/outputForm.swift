import SchemaMapping
import SQLText

/// How a column of this type becomes JSON in PostgreSQL.
func outputForm(of type: FieldType, _ context: PlanContext) -> OutputForm {
    if let enumeration = context.enumeration(type) {
        let differing = enumeration.values.filter { $0.name != $0.label }
        if differing.isEmpty { return .plain }
        return .names(
            differing.map { OutputForm.LabelName(label: $0.label, name: $0.name) }, isArray: type.isArray)
    }
    switch typeMapping(of: type).output {
    case .plain: return .plain
    case .text: return .text(isArray: type.isArray)
    }
}

/// How the sidecar makes the same JSON from the text of what `form` yields. Only what is known to agree is encoded
/// there; every other type is left to PostgreSQL.
func textForm(of type: FieldType, _ form: OutputForm) -> TextForm {
    if type.isArray { return .toJSON }
    switch form {
    case .text, .names: return .encoded(.string)
    case .plain: break
    }
    if type.isEnumeration { return .encoded(.string) }
    guard type.postgresType.schema == "pg_catalog" else { return .toJSON }
    switch type.postgresType.name {
    case "bool": return .encoded(.boolean)
    case "int2", "int4", "json", "jsonb": return .encoded(.raw)
    case "text", "varchar", "bpchar", "name", "uuid", "bytea", "inet", "cidr": return .encoded(.string)
    default: return .toJSON
    }
}
