import SchemaMapping
import Suggestions

/// The end of a message about an unknown name: `; did you mean "createdAt"?`, or a full stop, also where the schema keeps
/// its names to itself.
func suggestion(for name: String, among candidates: @autoclosure () -> [String], in schema: GraphQLSchema) -> String {
    guard schema.disclosure.suggestions else { return "." }
    let candidates = candidates()
    let suffix = suggestionSuffix(for: name, among: candidates)
    return suffix.isEmpty ? "." : suffix
}

/// The same for a member of an input object. Of the operators on a column, which other tools call otherwise, all that it
/// has where none is near.
func suggestion(for name: String, in type: InputObjectDefinition, of schema: GraphQLSchema) -> String {
    guard schema.disclosure.suggestions else { return "." }
    let names = type.fields.map(\.name)
    guard case .filterOperator? = type.fields.first?.meaning, closestName(to: name, among: names) == nil else {
        return suggestion(for: name, among: names, in: schema)
    }
    return "; it has \(names.joined(separator: ", "))."
}
