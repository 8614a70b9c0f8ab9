import Suggestions

/// The end of a message about an unknown name: `; did you mean "createdAt"?`, or a full stop. Bounded, since a document
/// may hold many long names: comparing two of 5,000 letters takes 25 million steps.
func suggestion(for name: String, among candidates: [String]) -> String {
    let limit = 63
    guard name.utf8.count <= limit else { return "." }
    let suffix = suggestionSuffix(for: name, among: candidates.prefix(1_000).lazy.filter { $0.utf8.count <= limit })
    return suffix.isEmpty ? "." : suffix
}
