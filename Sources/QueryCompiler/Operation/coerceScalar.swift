package import JSONText
package import SchemaMapping

/// A value of a variable or a literal, as the scalar takes it; throws the reason in words. What only PostgreSQL knows
/// (whether a text is a date or a UUID) is left to it.
package func coerceScalar(_ value: JSON, to scalar: ScalarDefinition) throws(ScalarRefusal) -> JSON {
    switch (scalar.accepts, value) {
    case (.text, .string(let text)): return try checkedString(text)
    case (.boolean, .bool): return value
    case (.int32, .number(let text)): return .number(String(try integer(text, Int32.self, scalar)))
    case (.double, .number(let text)):
        guard Double(text)?.isFinite == true else {
            throw ScalarRefusal("\(abbreviated(value)) is out of range for \(scalar.name)")
        }
        return value
    case (.identifier, .string(let text)): return try checkedString(text)
    case (.identifier, .number(let text)):
        guard isInteger(text.utf8) else { break }
        return .string(text)
    case (.int64, .number(let text)): return .number(String(try integer(text, Int64.self, scalar)))
    case (.int64, .string(let text)):
        guard isInteger(text.utf8) else { break }
        return .string(String(try integer(text, Int64.self, scalar)))
    case (.decimal, .number): return value
    case (.decimal, .string(let text)):
        guard isDecimal(text) else { break }
        return value
    case (.any, _):
        try checkStrings(value)
        return value
    case (.text, _), (.boolean, _), (.int32, _), (.int64, _), (.double, _), (.decimal, _), (.identifier, _): break
    }
    throw ScalarRefusal("\(scalar.name) takes \(scalar.accepts.description), not \(abbreviated(value))")
}

/// Why a value is none of a scalar.
package struct ScalarRefusal: Error, Hashable, Sendable {
    package var reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// A value as JSON, short enough for a message.
func abbreviated(_ value: JSON) -> String {
    let text = value.text
    guard text.unicodeScalars.count > 60 else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(57))) + "..."
}

private func integer<Integer: FixedWidthInteger>(
    _ text: String, _: Integer.Type, _ scalar: ScalarDefinition
) throws(ScalarRefusal) -> Integer {
    if isInteger(text.utf8) {
        if let number = Integer(text) { return number }
        throw ScalarRefusal("\(abbreviated(.number(text))) is out of range for \(scalar.name)")
    }
    if let digits = wholeNumber(text) {
        if let number = Integer(digits) { return number }
        throw ScalarRefusal("\(abbreviated(.number(text))) is out of range for \(scalar.name)")
    }
    throw ScalarRefusal("\(scalar.name) takes \(scalar.accepts.description), not \(abbreviated(.number(text)))")
}

/// `1.0` and `1e3` are integers in JSON: their digits, none of them lost or rounded as a Double would. Nil for what is
/// no integer, and for more digits than any integer type has.
private func wholeNumber(_ text: String) -> String? {
    let parts = text.utf8.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
    let exponent = parts.count == 2 ? Int(String(decoding: parts[1], as: UTF8.self)) : 0
    guard let mantissa = parts.first, let exponent, exponent.magnitude < 1_000 else { return nil }
    let unsigned = mantissa.first == UInt8(ascii: "-") ? mantissa.dropFirst() : mantissa
    let halves = unsigned.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    var digits = halves.flatMap { Array($0) }
    let places = (halves.count == 2 ? halves[1].count : 0) - exponent
    if places > 0 {
        guard digits.suffix(places).allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
        digits.removeLast(min(places, digits.count))
    } else {
        digits += repeatElement(UInt8(ascii: "0"), count: -places)
    }
    let sign = unsigned.count < mantissa.count ? "-" : ""
    return sign + (digits.isEmpty ? "0" : String(decoding: digits, as: UTF8.self))
}

/// `-?[0-9]+`
private func isInteger(_ text: String.UTF8View) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
    return !digits.isEmpty && digits.allSatisfy(isDigit)
}

/// A number as PostgreSQL's numeric reads it: `-1.50`, `.5`, `1e-7`, `NaN`, `Infinity`.
private func isDecimal(_ text: String) -> Bool {
    if ["NaN", "Infinity", "-Infinity"].contains(text) { return true }
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
        fraction = rest.dropFirst().prefix(while: isDigit)
        rest = rest.dropFirst(1 + fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
}

private func checkedString(_ text: String) throws(ScalarRefusal) -> JSON {
    guard !text.utf8.contains(0) else { throw ScalarRefusal("PostgreSQL text cannot hold the character U+0000") }
    return .string(text)
}

private func checkStrings(_ value: JSON) throws(ScalarRefusal) {
    switch value {
    case .string(let text): _ = try checkedString(text)
    case .array(let elements): for element in elements { try checkStrings(element) }
    case .object(let object):
        for member in object.members {
            _ = try checkedString(member.key)
            try checkStrings(member.value)
        }
    case .null, .bool, .number: break
    }
}
