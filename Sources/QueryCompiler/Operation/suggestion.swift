import Suggestions

/// The end of a message about an unknown name: `; did you mean "createdAt"?`, or a full stop.
func suggestion(for name: String, among candidates: [String]) -> String {
    let suffix = suggestionSuffix(for: name, among: candidates)
    return suffix.isEmpty ? "." : suffix
}
