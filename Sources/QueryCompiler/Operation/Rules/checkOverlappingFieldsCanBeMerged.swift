import SchemaMapping

/// Section 5.3.2: fields under one response key must be one field. Instead of comparing all pairs, the fields of a
/// level are grouped by key, compared with the first, and their selections checked as one level; a level seen before
/// is skipped. What is still too much is refused, so hostile documents cost a bounded time.
func checkOverlappingFieldsCanBeMerged(_ survey: Survey, _ findings: inout Findings) throws(GraphQLError) {
    var merge = Merge(survey: survey, findings: findings)
    for operation in survey.document.operations where mayOverlap(operation.selections) {
        let parent = operation.kind == .query ? survey.schema.object(survey.schema.queryType) : nil
        let root = try merge.collect([(operation.selections, parent)])
        try merge.check(root, .sameField)
        try merge.check(root, .sameShape)
    }
    findings = merge.findings
}

/// Most requests have no fragments and name each response key once: nothing of theirs can meet.
private func mayOverlap(_ selections: [Document.Selection]) -> Bool {
    // Comparing all pairs is for the selection sets that people write.
    guard selections.count <= 64 else { return true }
    for (index, selection) in selections.enumerated() {
        guard case .field(let field) = selection else { return true }
        for case .field(let earlier) in selections[..<index] where earlier.responseKey == field.responseKey {
            return true
        }
        if let inner = field.selections, mayOverlap(inner) { return true }
    }
    return false
}

private struct Merge {
    /// Two walks: within one parent type everything must agree, across types only what the response looks like.
    enum Question: Hashable {
        case sameField
        case sameShape
    }

    struct Entry {
        var field: Document.Field
        var parent: ObjectDefinition?
        var definition: FieldDefinition?
    }

    private struct Level: Hashable {
        var question: Question
        var fields: Set<Document.Location>
    }

    static let stepLimit = 100_000
    static let depthLimit = 200

    let survey: Survey
    var findings: Findings
    private var seen: Set<Level> = []
    private var steps = 0

    init(survey: Survey, findings: Findings) {
        self.survey = survey
        self.findings = findings
    }

    /// The fields of a level, those of fragments included.
    mutating func collect(
        _ selections: [(selections: [Document.Selection], parent: ObjectDefinition?)]
    ) throws(GraphQLError) -> [Entry] {
        var entries: [Entry] = []
        var fragments: Set<String> = []
        var pending = Array(selections.reversed())
        while let (selections, parent) = pending.popLast() {
            for selection in selections {
                try step(selection.location)
                switch selection {
                case .field(let field):
                    let definition = parent.flatMap { fieldDefinition(field.name.text, on: $0, in: survey.schema) }
                    entries.append(Entry(field: field, parent: parent, definition: definition))
                case .inline(let inline):
                    let type = inline.typeCondition.map { survey.schema.composite($0.text) } ?? parent
                    pending.append((inline.selections, type))
                case .spread(let spread):
                    guard fragments.insert(spread.name.text).inserted,
                        let index = survey.fragments[spread.name.text],
                        let fragment = survey.definitions[index].fragment
                    else { continue }
                    pending.append((fragment.selections, survey.schema.composite(fragment.typeCondition.text)))
                }
            }
        }
        return entries
    }

    mutating func check(_ entries: [Entry], _ question: Question, depth: Int = 0) throws(GraphQLError) {
        guard entries.count > 0, !findings.isFull,
            seen.insert(Level(question: question, fields: Set(entries.map(\.field.location)))).inserted
        else { return }
        guard depth < Self.depthLimit else { throw tooMuch(entries[0].field.location) }
        for members in groups(entries, question) where agree(members, question) {
            let inner = members.compactMap { entry in
                entry.field.selections.map {
                    ($0, entry.definition.flatMap { survey.schema.composite($0.type.name) })
                }
            }
            guard !inner.isEmpty else { continue }
            try check(try collect(inner), question, depth: depth + 1)
        }
    }

    /// The fields that one object can have under one response key. What is selected on an interface meets what is
    /// selected on each object; two objects are never the same row.
    private func groups(_ entries: [Entry], _ question: Question) -> [[Entry]] {
        inOrder(entries, by: \.field.responseKey).flatMap { entries -> [[Entry]] in
            guard question == .sameField, entries.count > 1 else { return [entries] }
            let onInterfaces = entries.filter {
                $0.parent.map { survey.schema.kind(ofType: $0.name) != .object } ?? false
            }
            let onObjects = entries.filter { $0.parent.map { survey.schema.kind(ofType: $0.name) == .object } ?? true }
            if onObjects.isEmpty { return [onInterfaces] }
            return inOrder(onObjects, by: { $0.parent?.name ?? "" }).map { onInterfaces + $0 }
        }
    }

    private func inOrder(_ entries: [Entry], by key: (Entry) -> String) -> [[Entry]] {
        var indexes: [String: Int] = [:]
        var groups: [[Entry]] = []
        for entry in entries {
            if let index = indexes[key(entry)] {
                groups[index].append(entry)
            } else {
                indexes[key(entry)] = groups.count
                groups.append([entry])
            }
        }
        return groups
    }

    /// Reports the first that differs from the first.
    private mutating func agree(_ entries: [Entry], _ question: Question) -> Bool {
        let first = entries[0]
        for other in entries.dropFirst() {
            guard let difference = difference(first, other, question) else { continue }
            findings.report(
                "\"\(first.field.responseKey)\" stands for two things: \(difference). Give one another alias.",
                at: first.field.location, other.field.location)
            return false
        }
        return true
    }

    private func difference(_ a: Entry, _ b: Entry, _ question: Question) -> String? {
        switch question {
        case .sameField:
            if a.field.name.text != b.field.name.text {
                return "the field \"\(a.field.name.text)\" and the field \"\(b.field.name.text)\""
            }
            return hasSameArguments(a.field, b.field) ? nil : "the arguments differ"
        case .sameShape:
            guard let a = a.definition?.type, let b = b.definition?.type, !hasSameShape(a, b) else { return nil }
            return "the type \"\(a)\" and the type \"\(b)\""
        }
    }

    private func hasSameArguments(_ a: Document.Field, _ b: Document.Field) -> Bool {
        guard a.arguments.count == b.arguments.count else { return false }
        guard !a.arguments.isEmpty else { return true }
        let values = Dictionary(
            b.arguments.map { ($0.name.text, sorted($0.value.inputValue)) }, uniquingKeysWith: { first, _ in first })
        return a.arguments.allSatisfy { values[$0.name.text] == sorted($0.value.inputValue) }
    }

    /// The order of an object's members does not matter.
    private func sorted(_ value: InputValue) -> InputValue {
        switch value {
        case .list(let elements): .list(elements.map(sorted))
        case .object(let members):
            .object(
                members.map { InputValue.Member(name: $0.name, value: sorted($0.value)) }.sorted { $0.name < $1.name })
        default: value
        }
    }

    private func hasSameShape(_ a: GraphQLType, _ b: GraphQLType) -> Bool {
        switch (a, b) {
        case (.nonNull(let a), .nonNull(let b)), (.list(let a), .list(let b)): hasSameShape(a, b)
        case (.named(let a), .named(let b)):
            a == b || (survey.schema.isComposite(a) && survey.schema.isComposite(b))
        default: false
        }
    }

    private mutating func step(_ location: Document.Location) throws(GraphQLError) {
        steps += 1
        guard steps <= Self.stepLimit else { throw tooMuch(location) }
    }

    private func tooMuch(_ location: Document.Location) -> GraphQLError {
        GraphQLError(
            "The document's fragments make it too large to check.", .limitExceeded, locations: [location])
    }
}
