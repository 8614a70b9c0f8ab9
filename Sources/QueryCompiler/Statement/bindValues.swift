import JSONText
import SQLText

/// The parameters' texts, in the order of the statement; nil is null.
package func bindValues(
    _ binds: [Bind], _ variables: Variables, claims: [String: String]
) throws(RequestErrors) -> [String?] {
    var values: [String?] = []
    values.reserveCapacity(binds.count)
    var bytes = 0
    var longest = 0
    for bind in binds {
        switch bind {
        case .literal(let text): values.append(text)
        case .claim(let name): values.append(claims[name])
        case .variable(let path, let conversion):
            let value = try bindValue(path, conversion, variables)
            let length = value?.utf8.count ?? 0
            bytes += length
            longest = max(longest, length)
            // A large value that stands in many places is sent as often.
            if bytes > maximumRepeatedBytes, bytes > 2 * longest {
                throw refusal(
                    path, "is sent wherever it stands, and all values are more than \(maximumRepeatedBytes >> 20) MiB",
                    .limitExceeded)
            }
            values.append(value)
        }
    }
    return values
}

/// Of one statement's parameters that came as variables; two of the longest one fit always.
private let maximumRepeatedBytes = 4 << 20

private func bindValue(
    _ path: VariablePath, _ conversion: Bind.Conversion, _ variables: Variables
) throws(RequestErrors) -> String? {
    let value = try find(path, variables)
    switch conversion {
    case .scalar: return try scalarText(value, path)
    case .label(let labels):
        guard let name = try scalarText(value, path) else { return nil }
        return labels[name] ?? name
    case .json: return value == .null ? nil : value.text
    case .jsonArray:
        // A single value stands for a list of itself (GraphQL specification, section 3.11).
        guard case .array(let elements) = value else { return value == .null ? nil : arrayText([value.text]) }
        return arrayText(elements.map { $0 == .null ? nil : $0.text })
    case .array: return try listText(value, [:], path)
    case .labels(let labels): return try listText(value, labels, path)
    case .pattern(let prefix, let suffix):
        return try scalarText(value, path).map { likePattern($0, prefix: prefix, suffix: suffix) }
    case .search:
        guard let text = try scalarText(value, path) else { return nil }
        if let reason = refusalOfSearch(text) { throw refusal(path, reason, .limitExceeded) }
        return searchText(text)
    case .nodeKey(let index):
        guard case .string(let text) = value, let id = NodeID(text), id.key.indices.contains(index) else {
            throw refusal(path, "is no id of this API")
        }
        return id.key[index]
    case .cursorValue(let index):
        guard case .string(let text) = value, let cursor = Cursor(text), cursor.values.indices.contains(index) else {
            throw refusal(path, "is no cursor of this API")
        }
        return cursor.values[index]
    case .count(let maximum, let place): return try countText(value, maximum, path, place)
    }
}

/// The shape has shown that the value is there.
private func find(_ path: VariablePath, _ variables: Variables) throws(RequestErrors) -> JSON {
    guard var value = variables.values[path.variable] else { throw refusal(path, "has no value", .internalError) }
    for element in path.elements {
        switch (element, value) {
        case (.member(let name), .object(let object)):
            guard let member = object[name] else { throw refusal(path, "has no value", .internalError) }
            value = member
        case (.index(let index), .array(let values)) where values.indices.contains(index): value = values[index]
        default: throw refusal(path, "has no value", .internalError)
        }
    }
    return value
}

private func scalarText(_ value: JSON, _ path: VariablePath) throws(RequestErrors) -> String? {
    switch value {
    case .null: return nil
    case .bool(let value): return value ? "true" : "false"
    case .number(let text): return text
    case .string(let text):
        guard !text.utf8.contains(0) else { throw refusal(path, "holds U+0000, which no text can hold") }
        return text
    case .array, .object: return value.text
    }
}

private func listText(
    _ value: JSON, _ labels: [String: String], _ path: VariablePath
) throws(RequestErrors) -> String? {
    guard case .array(let elements) = value else {
        // A single value stands for a list of itself (GraphQL specification, section 3.11).
        return try scalarText(value, path).map { arrayText([labels[$0] ?? $0]) }
    }
    var texts: [String?] = []
    texts.reserveCapacity(elements.count)
    for element in elements {
        let text = try scalarText(element, path)
        texts.append(labels.isEmpty ? text : text.map { labels[$0] ?? $0 })
    }
    return arrayText(texts)
}

private func countText(
    _ value: JSON, _ maximum: Int, _ path: VariablePath, _ place: FieldPlace
) throws(RequestErrors) -> String {
    func refuse(_ message: String, _ code: ErrorCode = .badUserInput) -> RequestErrors {
        refusal(path, message, code, place)
    }
    guard case .number(let text) = value else { throw refuse("must be an integer") }
    guard let count = Int(text) else { throw refuse("must be an integer from 0 to \(maximum)") }
    guard count >= 0 else { throw refuse("must not be negative") }
    guard count <= maximum else { throw refuse("is \(count), where \(maximum) is the most", .limitExceeded) }
    return text
}

private func refusal(
    _ path: VariablePath, _ message: String, _ code: ErrorCode = .badUserInput, _ place: FieldPlace = FieldPlace()
) -> RequestErrors {
    RequestErrors(
        GraphQLError("\(path) \(message).", code, locations: place.location.map { [$0] } ?? [], path: place.path))
}
