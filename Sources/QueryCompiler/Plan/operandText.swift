// What an operand's text becomes on its way to PostgreSQL: the same for a literal, when it is planned, and for a variable,
// when it is bound.

/// Text as a `like` pattern that matches itself, with `%` before or after it.
func likePattern(_ text: String, prefix: Bool, suffix: Bool) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 2)
    if prefix { bytes.append(UInt8(ascii: "%")) }
    for byte in text.utf8 {
        if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "\\") {
            bytes.append(UInt8(ascii: "\\"))
        }
        bytes.append(byte)
    }
    if suffix { bytes.append(UInt8(ascii: "%")) }
    return String(decoding: bytes, as: UTF8.self)
}

/// Why words are too many for a search; nil where they are not.
func refusalOfSearch(_ text: String) -> String? {
    let count = text.utf8.count
    guard count > RequestLimits.searchText else { return nil }
    return "has \(count) bytes of words, where \(RequestLimits.searchText) are the most"
}

/// The words of a search, with no more minus signs in a row than `websearch_to_tsquery` can hold. It keeps one unfinished
/// negation for each, 32 at most, and answers a longer line of them with an internal error. Two negations are none, so
/// what is left out in pairs changes nothing.
func searchText(_ text: String) -> String {
    let minus = Unicode.Scalar("-")
    let most = 16
    guard text.utf8.count > most else { return text }
    var kept = String.UnicodeScalarView()
    var signs = 0
    var isHeld = false
    for scalar in text.unicodeScalars {
        if scalar == minus {
            signs += 1
            // Every second one beyond the most is let go with the one before it.
            if signs > most {
                isHeld.toggle()
                continue
            }
        } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            if isHeld { kept.append(minus) }
            (signs, isHeld) = (0, false)
        }
        kept.append(scalar)
    }
    return String(kept)
}
