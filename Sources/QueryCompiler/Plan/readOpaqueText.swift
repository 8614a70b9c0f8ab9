import JSONText

/// The elements of a JSON list in base64url without padding: the form of global ids and cursors, opaque to clients. Nil for any
/// other text.
func readOpaqueText(_ text: String) -> [JSON]? {
    guard text.utf8.count <= maximumOpaqueLength, let bytes = decodeBase64URL(text),
        let json = String(validating: bytes, as: UTF8.self),
        case .array(let elements)? = try? parseJSON(json, maxDepth: 2)
    else { return nil }
    return elements
}

/// In bytes. An index takes keys of 2.7 kB at most, and a text is read wherever it stands in a statement.
private let maximumOpaqueLength = 32_768

/// RFC 4648, section 5, without padding.
private func decodeBase64URL(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 3 / 4)
    var bits: UInt32 = 0
    var count = 0
    for byte in text.utf8 {
        let value: UInt8
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): value = 62
        case UInt8(ascii: "_"): value = 63
        default: return nil
        }
        bits = bits << 6 | UInt32(value)
        count += 6
        if count >= 8 {
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
    }
    // Bits that no whole byte needs must be zero, or two texts would be one id.
    return count < 6 && bits & ((1 << UInt32(count)) - 1) == 0 ? bytes : nil
}
