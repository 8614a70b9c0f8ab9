private import CJSON

/// Why a text is not the JSON that was expected.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    /// Byte offset into the text, where one is known.
    package var offset: Int?
    /// Where in the value: `$.tables[3].name`.
    package var path: String?

    package init(_ message: String, offset: Int? = nil, path: String? = nil) {
        self.message = message
        self.offset = offset
        self.path = path
    }

    package var description: String {
        if let path { return "\(message) at \(path)" }
        if let offset { return "\(message) near byte \(offset)" }
        return message
    }
}

/// A parser with its buffers, to be reused. Not safe to share between threads.
package final class JSONParser {
    private let parser: OpaquePointer

    package init() {
        guard let parser = cjson_parser_new() else { preconditionFailure("out of memory") }
        self.parser = parser
    }

    deinit { cjson_parser_free(parser) }

    /// Parses one JSON text. Nesting deeper than `maxDepth` and equal keys in one object are errors.
    package func parse(_ bytes: UnsafeRawBufferPointer, maxDepth: Int = 64) throws(JSONError) -> JSON {
        var tokens: UnsafePointer<cjson_token>?
        var count = 0
        var offset = 0
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        let status = cjson_parse(parser, start, bytes.count, UInt32(clamping: maxDepth), &tokens, &count, &offset)
        switch status {
        case CJSON_OK: break
        case CJSON_TOO_DEEP: throw JSONError("JSON nested deeper than \(maxDepth) levels", offset: offset)
        case CJSON_INVALID_UTF8: throw JSONError("text that is not valid UTF-8")
        case CJSON_TRAILING: throw JSONError("text after the end of the JSON value", offset: offset)
        case CJSON_NO_MEMORY: throw JSONError("out of memory")
        default: throw JSONError("invalid JSON", offset: offset)
        }
        var reader = TokenReader(tokens: UnsafeBufferPointer(start: tokens, count: count))
        return try reader.value()
    }

    package func parse(_ text: String, maxDepth: Int = 64) throws(JSONError) -> JSON {
        let result: Result<JSON, JSONError> = Array(text.utf8).withUnsafeBytes { bytes in
            do throws(JSONError) { return .success(try parse(bytes, maxDepth: maxDepth)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// Parses one JSON text with a parser of its own; requests reuse a `JSONParser` instead.
package func parseJSON(_ text: String, maxDepth: Int = 64) throws(JSONError) -> JSON {
    try JSONParser().parse(text, maxDepth: maxDepth)
}

private struct TokenReader {
    let tokens: UnsafeBufferPointer<cjson_token>
    var index = 0

    mutating func value() throws(JSONError) -> JSON {
        let token = tokens[index]
        index += 1
        switch cjson_kind(UInt32(token.kind)) {
        case CJSON_FALSE: return .bool(false)
        case CJSON_TRUE: return .bool(true)
        case CJSON_NUMBER: return .number(text(token))
        case CJSON_STRING: return .string(text(token))
        case CJSON_ARRAY:
            var elements: [JSON] = []
            while cjson_kind(UInt32(tokens[index].kind)) != CJSON_END { elements.append(try value()) }
            index += 1
            return .array(elements)
        case CJSON_OBJECT: return .object(try object())
        default: return .null
        }
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        var object = JSONObject()
        var keys = Keys()
        while cjson_kind(UInt32(tokens[index].kind)) != CJSON_END {
            let key = text(tokens[index])
            let isNew = keys.insert(KeyBytes(bytes(tokens[index])))
            index += 1
            guard isNew else { throw JSONError("the key \"\(key)\" stands twice in one object") }
            object.append(key, try value())
        }
        index += 1
        return object
    }

    private func text(_ token: cjson_token) -> String {
        String(decoding: bytes(token), as: UTF8.self)
    }

    private func bytes(_ token: cjson_token) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: token.text, count: token.length)
    }
}

/// The keys of an object so far. Few are compared one by one, which is faster than a set.
private struct Keys {
    private var few: [KeyBytes] = []
    private var many: Set<KeyBytes> = []

    /// False for one that was there.
    mutating func insert(_ key: KeyBytes) -> Bool {
        if few.count == 8 {
            if many.isEmpty { many = Set(few) }
            return many.insert(key).inserted
        }
        if few.contains(key) { return false }
        few.append(key)
        return true
    }
}

/// A key as JSON compares it: `é` in one code point and in two are two keys, and one Swift `String`.
private struct KeyBytes: Hashable {
    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    static func == (left: KeyBytes, right: KeyBytes) -> Bool { left.bytes.elementsEqual(right.bytes) }

    func hash(into hasher: inout Hasher) { hasher.combine(bytes: bytes) }
}
