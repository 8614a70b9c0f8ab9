import SQLText

/// A text as a TOML string, literal where that spares escapes: `'public."a.b"'`. What cannot be seen is an escape.
package func quoteTOML(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let hasControls = scalars.contains(where: isHidden)
    if scalars.contains(where: { $0 == "\"" || $0 == "\\" }) && !hasControls && !scalars.contains("'") {
        return "'\(text)'"
    }
    var quoted = "\""
    for character in text.unicodeScalars {
        switch character {
        case "\"", "\\": quoted += "\\\(character)"
        case "\n": quoted += "\\n"
        case "\t": quoted += "\\t"
        case "\r": quoted += "\\r"
        case let hidden where isHidden(hidden):
            quoted +=
                hidden.value > 0xFFFF
                ? "\\U\(hexadecimal(hidden.value))" : "\\u\(hexadecimal(UInt16(hidden.value)))"
        default: quoted.unicodeScalars.append(character)
        }
    }
    return quoted + "\""
}

private let durationUnits: [(suffix: String, milliseconds: Int)] = [
    ("ms", 1), ("min", 60_000), ("h", 3_600_000), ("s", 1000),
]

/// `250ms`, `2s`, `5min`, `1h`: the units of PostgreSQL's settings.
func parseDuration(_ text: String) -> Duration? {
    for unit in durationUnits where text.hasSuffix(unit.suffix) {
        let digits = text.dropLast(unit.suffix.utf8.count)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(digits) else {
            continue
        }
        let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
        return overflow ? nil : .milliseconds(milliseconds)
    }
    return nil
}

/// In the greatest unit that gives a whole number.
package func formatDuration(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    for unit in durationUnits.sorted(by: { $0.milliseconds > $1.milliseconds })
    where milliseconds >= unit.milliseconds && milliseconds % unit.milliseconds == 0 {
        return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
    }
    return "\(milliseconds)ms"
}
