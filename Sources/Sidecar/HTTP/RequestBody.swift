package import JSONText
package import QueryCompiler

/// A GraphQL request as it was sent (GraphQL over HTTP, section 5).
package struct RequestBody: Hashable, Sendable {
    package var query: String
    package var operationName: String?
    package var variables: JSONObject
    package var extensions: JSONObject

    package init(
        query: String, operationName: String? = nil, variables: JSONObject = JSONObject(),
        extensions: JSONObject = JSONObject()
    ) {
        self.query = query
        self.operationName = operationName
        self.variables = variables
        self.extensions = extensions
    }
}

/// What the body of a POST asks for.
package enum RequestedOperations {
    case one(RequestBody)
    /// At least one; what is no request is refused in its place.
    case batch([Result<RequestBody, RequestErrors>])
}

/// Reads the body of a POST.
///
/// - Parameter maximumBatch: operations that it may hold, 0 for a server that takes no batches.
package func parseRequestBody(
    _ bytes: UnsafeRawBufferPointer, maximumBatch: Int, with parser: JSONParser
) throws(RequestErrors) -> RequestedOperations {
    let value: JSON
    do throws(JSONError) { value = try parser.parse(bytes) } catch {
        throw badRequest("The body is not JSON: \(error).")
    }
    switch value {
    case .object(let object): return .one(try requestBody(object))
    case .array(let elements): return .batch(try requestBodies(elements, maximum: maximumBatch))
    default: throw badRequest("The body must be a JSON object.")
    }
}

private func requestBodies(
    _ elements: [JSON], maximum: Int
) throws(RequestErrors) -> [Result<RequestBody, RequestErrors>] {
    if maximum == 0 {
        throw badRequest(
            "This server takes no batches: send one operation as a JSON object, or let it take them with max_batch in "
                + "[server] of fraiseql.toml.")
    }
    if elements.isEmpty { throw badRequest("The batch is empty: it must hold at least one operation.") }
    guard elements.count <= maximum else {
        throw RequestErrors(
            GraphQLError(
                "The batch has \(elements.count) operations, and the server takes at most \(maximum) at once.",
                .limitExceeded))
    }
    return elements.map { element in
        guard case .object(let object) = element else {
            return .failure(badRequest("Each operation of a batch must be a JSON object."))
        }
        do throws(RequestErrors) { return .success(try requestBody(object)) } catch { return .failure(error) }
    }
}

/// Reads the query string of a GET; `variables` and `extensions` are JSON texts in it.
package func parseRequestQuery(_ query: String, with parser: JSONParser) throws(RequestErrors) -> RequestBody {
    var object = JSONObject()
    for pair in query.split(separator: "&") {
        let mark = pair.firstIndex(of: "=")
        guard let key = percentDecoded(mark.map { pair[..<$0] } ?? pair),
            let text = percentDecoded(mark.map { pair[pair.index(after: $0)...] } ?? "")
        else { throw badRequest("The query string is not percent-encoded UTF-8.") }
        guard object[key] == nil else { throw badRequest("The parameter \"\(key)\" stands twice.") }
        guard key.hasSameBytes(as: "variables") || key.hasSameBytes(as: "extensions") else {
            object.append(key, .string(text))
            continue
        }
        if text.isEmpty { continue }
        let parsed: Result<JSON, JSONError> = Array(text.utf8).withUnsafeBytes { bytes in
            do throws(JSONError) { return .success(try parser.parse(bytes)) } catch { return .failure(error) }
        }
        do throws(JSONError) { object.append(key, try parsed.get()) } catch {
            throw badRequest("The parameter \"\(key)\" is not JSON: \(error).")
        }
    }
    return try requestBody(object)
}

private func requestBody(_ object: JSONObject) throws(RequestErrors) -> RequestBody {
    var query: String?
    var body = RequestBody(query: "")
    for member in object.members {
        // A client's text is compared as far as it can be a word of ours.
        switch (member.key.isASCII ? member.key : "", member.value) {
        case ("query", .string(let text)): query = text
        case ("query", .null), ("operationName", .null), ("variables", .null), ("extensions", .null): break
        case ("query", _): throw badRequest("\"query\" must be a string.")
        case ("operationName", .string(let name)): body.operationName = name
        case ("operationName", _): throw badRequest("\"operationName\" must be a string.")
        case ("variables", .object(let variables)): body.variables = variables
        case ("variables", _): throw badRequest("\"variables\" must be an object.")
        case ("extensions", .object(let extensions)): body.extensions = extensions
        case ("extensions", _): throw badRequest("\"extensions\" must be an object.")
        default:
            throw badRequest(
                "Unknown key \"\(member.key)\": a request has \"query\", \"operationName\", \"variables\" and "
                    + "\"extensions\".")
        }
    }
    guard let query else {
        if body.extensions["persistedQuery"] != nil { throw badRequest("PersistedQueryNotSupported") }
        throw badRequest("\"query\" is missing.")
    }
    body.query = query
    return body
}

/// `%41` and `+` resolved; nil when that is not UTF-8 or a percent sign stands alone.
private func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
        case UInt8(ascii: "%"):
            guard let high = rest.popFirst().flatMap(hexadecimalDigit),
                let low = rest.popFirst().flatMap(hexadecimalDigit)
            else { return nil }
            bytes.append(high << 4 | low)
        default: bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}

private func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

private func badRequest(_ message: String) -> RequestErrors {
    RequestErrors(GraphQLError(message, .badRequest))
}
