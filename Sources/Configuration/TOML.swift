private import CTOML

/// A place in `fraiseql.toml`, both from 1; the column counts characters.
package struct ConfigurationPlace: Hashable, Comparable, Sendable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static let start = ConfigurationPlace(line: 1, column: 1)

    package static func < (left: ConfigurationPlace, right: ConfigurationPlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A TOML value with its place.
struct TOMLNode {
    enum Value {
        case string(String)
        case integer(Int)
        case float(Double)
        case bool(Bool)
        case dateTime
        case array([TOMLNode])
        case table([TOMLEntry])
    }

    var value: Value
    var place: ConfigurationPlace

    var isTable: Bool { if case .table = value { true } else { false } }

    /// What it is, for messages.
    var kindName: String {
        switch value {
        case .string: "a string"
        case .integer: "an integer"
        case .float: "a number with a fraction"
        case .bool: "true or false"
        case .dateTime: "a date or time"
        case .array: "a list"
        case .table: "a section"
        }
    }
}

struct TOMLEntry {
    var key: String
    var keyPlace: ConfigurationPlace
    var node: TOMLNode
}

/// Parses TOML 1.0; the entries of each table come in the order of the text.
func parseTOML(_ text: String) throws(ConfigurationErrors) -> TOMLNode {
    let bytes = Array(text.utf8)
    var document: OpaquePointer?
    let status = bytes.withUnsafeBytes { buffer in
        ctoml_parse(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, &document)
    }
    guard let document else { throw ConfigurationErrors("out of memory", at: ConfigurationPlace(line: 1, column: 1)) }
    defer { ctoml_free(document) }
    var start: UnsafePointer<ctoml_token>?
    let count = ctoml_tokens(document, &start)
    var reader = TokenReader(tokens: UnsafeBufferPointer(start: start, count: count))
    guard status == CTOML_OK else {
        guard let token = reader.tokens.first else {
            throw ConfigurationErrors("out of memory", at: ConfigurationPlace(line: 1, column: 1))
        }
        throw ConfigurationErrors(reader.text(token), at: reader.place(token))
    }
    return reader.node()
}

/// The list is complete and balanced when the parse succeeded, so reading it cannot fail.
private struct TokenReader {
    let tokens: UnsafeBufferPointer<ctoml_token>
    var index = 0

    mutating func node() -> TOMLNode {
        let token = tokens[index]
        index += 1
        return TOMLNode(value: value(token), place: place(token))
    }

    private mutating func value(_ token: ctoml_token) -> TOMLNode.Value {
        switch ctoml_kind(UInt32(token.kind)) {
        case CTOML_STRING: return .string(text(token))
        case CTOML_INTEGER: return .integer(Int(token.integer))
        case CTOML_FLOAT: return .float(token.real)
        case CTOML_BOOLEAN: return .bool(token.integer != 0)
        case CTOML_ARRAY:
            var elements: [TOMLNode] = []
            while !atEnd() { elements.append(node()) }
            return .array(elements)
        case CTOML_TABLE:
            var entries: [TOMLEntry] = []
            while !atEnd() {
                let key = tokens[index]
                index += 1
                entries.append(TOMLEntry(key: text(key), keyPlace: place(key), node: node()))
            }
            return .table(
                entries.sorted { ($0.keyPlace.line, $0.keyPlace.column) < ($1.keyPlace.line, $1.keyPlace.column) })
        default: return .dateTime
        }
    }

    private mutating func atEnd() -> Bool {
        let isEnd = ctoml_kind(UInt32(tokens[index].kind)) == CTOML_END
        if isEnd { index += 1 }
        return isEnd
    }

    func place(_ token: ctoml_token) -> ConfigurationPlace {
        ConfigurationPlace(line: Int(token.line), column: Int(token.column))
    }

    func text(_ token: ctoml_token) -> String {
        String(decoding: UnsafeRawBufferPointer(start: token.text, count: token.length), as: UTF8.self)
    }
}
