/// Appends a string in quotes, escaping what RFC 8259 section 7 demands and nothing else.
package func writeJSONString(_ text: String, into bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { writeJSONString(UnsafeRawBufferPointer($0), into: &bytes) }
}

/// Appends UTF-8 text as a JSON string. Eight bytes at a time are looked at, as one integer: nearly all of them need no
/// escape. (`any` over a SIMD comparison costs ten times as much: it is not vectorised.)
package func writeJSONString(_ text: UnsafeRawBufferPointer, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    var index = 0
    while index < text.count {
        if index + 8 <= text.count {
            let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let marks = markBytesToEscape(word)
            index += marks == 0 ? 8 : marks.trailingZeroBitCount / 8
            if marks == 0 { continue }
        }
        let byte = text[index]
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<index]))
            writeEscape(byte, into: &bytes)
            start = index + 1
        }
        index += 1
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start...]))
    bytes.append(UInt8(ascii: "\""))
}

/// The high bit of each byte that is a quote, a backslash or below 0x20. Borrows run upwards, so the lowest mark is true
/// and those above it may be false.
private func markBytesToEscape(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let backslashes = word ^ (ones &* 0x5C)
    let below = (word &- ones &* 0x20) & ~word
    return (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | below) & (ones &* 0x80)
}

private func writeEscape(_ byte: UInt8, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x00..<0x20:
        bytes += "u00".utf8
        for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
    default: bytes.append(byte)
    }
}
