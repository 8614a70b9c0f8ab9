// String values (GraphQL specification, section 2.9.4). The values may hold any Unicode scalar.

extension Lexer {
    mutating func readString(_ location: GraphQLError.Location) throws(GraphQLError) -> Token {
        position += 1
        var value: [UInt8] = []
        while position < end {
            switch current {
            case UInt8(ascii: "\""):
                position += 1
                return Token(.string, location, String(decoding: value, as: UTF8.self))
            case 0x0A, 0x0D: throw syntaxError("A string ends before its closing quote.", self.location)
            case UInt8(ascii: "\\"): try readEscape(into: &value)
            default:
                let start = position
                advance()
                value += bytes[start..<position]
            }
        }
        throw syntaxError("A string ends before its closing quote.", self.location)
    }

    private mutating func readEscape(into value: inout [UInt8]) throws(GraphQLError) {
        let location = location
        let letter = byte(ahead: 1)
        if letter == UInt8(ascii: "u") {
            let scalar = try readUnicodeEscape(location)
            value += Array(String(scalar).utf8)
            return
        }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): value.append(letter)
        case UInt8(ascii: "b"): value.append(0x08)
        case UInt8(ascii: "f"): value.append(0x0C)
        case UInt8(ascii: "n"): value.append(0x0A)
        case UInt8(ascii: "r"): value.append(0x0D)
        case UInt8(ascii: "t"): value.append(0x09)
        default: throw syntaxError("A string holds an unknown escape after \"\\\".", location)
        }
        position += 2
    }

    /// `\u00e9`, `\u{1F600}`, or a surrogate pair such as `\uD83D\uDE00`.
    private mutating func readUnicodeEscape(_ location: GraphQLError.Location) throws(GraphQLError) -> Unicode.Scalar {
        let invalid = syntaxError("A string holds an invalid Unicode escape.", location)
        position += 2
        if current == UInt8(ascii: "{") {
            position += 1
            var code: UInt32 = 0
            var count = 0
            while let digit = hexDigit(current) {
                code = code << 4 | digit
                count += 1
                position += 1
                // Leading zeros may be many, the value stays in range.
                if code > 0x10FFFF { throw invalid }
            }
            guard count > 0, position < end, current == UInt8(ascii: "}"), let scalar = Unicode.Scalar(code) else {
                throw invalid
            }
            position += 1
            return scalar
        }
        guard let lead = readFourDigits() else { throw invalid }
        if let scalar = Unicode.Scalar(lead) { return scalar }
        guard lead < 0xDC00, current == UInt8(ascii: "\\"), byte(ahead: 1) == UInt8(ascii: "u") else { throw invalid }
        position += 2
        guard let trail = readFourDigits(), (0xDC00...0xDFFF).contains(trail),
            let scalar = Unicode.Scalar(0x10000 + (lead - 0xD800) << 10 + (trail - 0xDC00))
        else { throw invalid }
        return scalar
    }

    private mutating func readFourDigits() -> UInt32? {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexDigit(current) else { return nil }
            code = code << 4 | digit
            position += 1
        }
        return code
    }

    private func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    mutating func readBlockString(_ location: GraphQLError.Location) throws(GraphQLError) -> Token {
        position += 3
        let quote = UInt8(ascii: "\"")
        var lines: [[UInt8]] = [[]]
        while position < end {
            let byte = current
            if byte == quote, self.byte(ahead: 1) == quote, self.byte(ahead: 2) == quote {
                position += 3
                return Token(.string, location, trimBlockString(lines))
            }
            if byte == UInt8(ascii: "\\"), self.byte(ahead: 1) == quote, self.byte(ahead: 2) == quote,
                self.byte(ahead: 3) == quote
            {
                lines[lines.count - 1] += [quote, quote, quote]
                position += 4
            } else if byte == 0x0A || byte == 0x0D {
                advance()
                if byte == 0x0D, position < end, current == 0x0A { advance() }
                lines.append([])
            } else {
                let start = position
                advance()
                lines[lines.count - 1] += bytes[start..<position]
            }
        }
        throw syntaxError("A block string ends before its closing quotes.", self.location)
    }
}

/// Removes the common indentation and the blank lines around (specification, `BlockStringValue`).
private func trimBlockString(_ lines: [[UInt8]]) -> String {
    func indentation(_ line: [UInt8]) -> Int {
        line.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.count
    }
    func isBlank(_ line: [UInt8]) -> Bool { indentation(line) == line.count }

    let common = lines.dropFirst().filter { !isBlank($0) }.map(indentation).min() ?? 0
    guard let first = lines.firstIndex(where: { !isBlank($0) }), let last = lines.lastIndex(where: { !isBlank($0) })
    else { return "" }
    let trimmed = (first...last).map { $0 == 0 ? lines[$0][...] : lines[$0].dropFirst(common) }
    return String(decoding: Array(trimmed.joined(separator: [0x0A])), as: UTF8.self)
}
