/// Tokens of a document (GraphQL specification, section 2.1), one at a time over its UTF-8 bytes.
struct Lexer {
    /// The document and one zero byte, so that looking one byte ahead needs no check.
    let bytes: [UInt8]
    let end: Int
    var position = 0
    private var line = 1
    private var lineStart = 0
    /// Bytes of this line that start no character.
    private var continuations = 0

    init(_ text: String) {
        var bytes = Array(text.utf8)
        end = bytes.count
        bytes.append(0)
        self.bytes = bytes
    }

    /// Of a byte of the current line, at or after `position`'s last counted character.
    var location: GraphQLError.Location {
        GraphQLError.Location(line: line, column: position - lineStart - continuations + 1)
    }

    var current: UInt8 { bytes[position] }

    func byte(ahead distance: Int) -> UInt8 {
        position + distance < end ? bytes[position + distance] : 0
    }

    /// Moves over one character inside a string or comment, counting lines and columns.
    mutating func advance() {
        let byte = bytes[position]
        position += 1
        if byte == 0x0A || (byte == 0x0D && bytes[position] != 0x0A) {
            startLine()
        } else {
            while position < end, bytes[position] & 0xC0 == 0x80 {
                position += 1
                continuations += 1
            }
        }
    }

    private mutating func startLine() {
        line += 1
        lineStart = position
        continuations = 0
    }

    mutating func next() throws(GraphQLError) -> Token {
        skipIgnored()
        let location = location
        guard position < end else { return Token(.endOfDocument, location) }
        let byte = current
        if isNameStart(byte) { return Token(.name, location, name()) }
        if isDigit(byte) || byte == UInt8(ascii: "-") { return try number(location) }
        if byte == UInt8(ascii: "\"") {
            if self.byte(ahead: 1) == byte, self.byte(ahead: 2) == byte { return try readBlockString(location) }
            return try readString(location)
        }
        if byte == UInt8(ascii: "."), self.byte(ahead: 1) == byte, self.byte(ahead: 2) == byte {
            position += 3
            return Token(.spread, location)
        }
        guard let kind = Token.Kind(punctuator: byte) else {
            throw syntaxError("Unexpected character \(describeCharacter()).", location)
        }
        position += 1
        return Token(kind, location)
    }

    private mutating func skipIgnored() {
        while position < end {
            switch current {
            case 0x20, 0x09, UInt8(ascii: ","): position += 1
            case 0x0A, 0x0D: advance()
            case UInt8(ascii: "#"):
                while position < end, current != 0x0A, current != 0x0D { advance() }
            case 0xEF where byte(ahead: 1) == 0xBB && byte(ahead: 2) == 0xBF: advance()
            default: return
            }
        }
    }

    private mutating func name() -> String {
        let start = position
        repeat { position += 1 } while isNameStart(current) || isDigit(current)
        return text(start..<position)
    }

    private mutating func number(_ location: GraphQLError.Location) throws(GraphQLError) -> Token {
        let start = position
        var kind = Token.Kind.int
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") {
            position += 1
            if isDigit(current) { throw syntaxError("A number may not start with a further zero.", self.location) }
        } else {
            try digits()
        }
        if current == UInt8(ascii: ".") {
            kind = .float
            position += 1
            try digits()
        }
        if current | 0x20 == UInt8(ascii: "e") {
            kind = .float
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        if current == UInt8(ascii: ".") || isNameStart(current) {
            throw syntaxError("A number may not be followed by \(describeCharacter()).", self.location)
        }
        return Token(kind, location, text(start..<position))
    }

    private mutating func digits() throws(GraphQLError) {
        guard isDigit(current) else {
            throw syntaxError("Expected a digit, found \(describeCharacter()).", location)
        }
        while isDigit(current) { position += 1 }
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The character at `position`, for a message.
    func describeCharacter() -> String {
        guard position < end else { return "the end of the document" }
        var next = position + 1
        while next < end, bytes[next] & 0xC0 == 0x80 { next += 1 }
        guard let scalar = text(position..<next).unicodeScalars.first else { return "nothing" }
        if scalar == "\"" { return "'\"'" }
        if scalar.value > 0x20, scalar.value != 0x7F, !scalar.properties.isDefaultIgnorableCodePoint {
            return "\"\(scalar)\""
        }
        return "U+" + String(repeating: "0", count: max(0, 4 - hex(scalar).count)) + hex(scalar)
    }

    private func hex(_ scalar: Unicode.Scalar) -> String {
        String(scalar.value, radix: 16, uppercase: true)
    }
}

func syntaxError(_ message: String, _ location: GraphQLError.Location) -> GraphQLError {
    GraphQLError("Syntax error: \(message)", .parseFailed, locations: [location])
}

func isNameStart(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")) || byte == UInt8(ascii: "_")
}

func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
}
