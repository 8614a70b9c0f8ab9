/// Section 5.6.3. Also inside the arguments that nothing is known of.
@Sendable func checkUniqueInputFieldNames(_ survey: Survey, _ findings: inout Findings) {
    let defaults = survey.document.operations.flatMap(\.variables).compactMap(\.defaultValue)
    for value in survey.all(\.arguments).flatMap({ $0.arguments.map(\.value) }) + defaults { check(value, &findings) }
}

private func check(_ value: Document.Value, _ findings: inout Findings) {
    switch value.kind {
    case .list(let elements): for element in elements { check(element, &findings) }
    case .object(let members) where members.count < 2:
        for member in members { check(member.value, &findings) }
    case .object(let members):
        var seen: [String: Document.Location] = [:]
        for member in members {
            if let first = seen[member.name.text] {
                findings.report("\"\(member.name.text)\" stands twice in one object.", at: first, member.name.location)
            } else {
                seen[member.name.text] = member.name.location
            }
            check(member.value, &findings)
        }
    case .null, .int, .float, .string, .boolean, .enumeration, .variable: break
    }
}
