/// The bytes of base64url without padding (RFC 7515, section 2). Nil for anything else, also where bits are left over at
/// the end that are not zero: two texts never stand for the same bytes.
package func decodeBase64URL(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard text.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var count = 0
    for character in text {
        guard let sextet = sextet(character) else { return nil }
        bits = bits << 6 | UInt32(sextet)
        count += 6
        if count >= 8 {
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            bits &= 1 << UInt32(count) - 1
        }
    }
    return bits == 0 ? bytes : nil
}

package func decodeBase64URL(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { decodeBase64URL(UnsafeRawBufferPointer($0)) }
}

private func sextet(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
}
