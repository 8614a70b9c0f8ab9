import JSONText

/// Appends one line: `{"time":"2026-01-31T12:00:00.000000Z","level":"info","event":"listening",...}`.
func writeLogLine(_ observation: Observation, at time: Int64, into bytes: inout [UInt8]) {
    let (event, fields) = observation.fields
    bytes += "{\"time\":\"".utf8
    writeTimestamp(time, into: &bytes)
    bytes += "\",\"level\":\"\(observation.level.rawValue)\",\"event\":\"\(event)\"".utf8
    for (name, value) in fields {
        if case .none = value { continue }
        bytes += ",\"\(name)\":".utf8
        switch value {
        case .number(let number): bytes += String(number).utf8
        case .text(let text): writeJSONString(shortened(text), into: &bytes)
        case .milliseconds(let nanoseconds): writeMilliseconds(nanoseconds, into: &bytes)
        case .none: break
        }
    }
    bytes += "}\n".utf8
}

/// A client may send a megabyte that PostgreSQL repeats in its message, and do so as often as it likes.
private func shortened(_ text: String) -> String {
    let limit = 300
    let bytes = text.utf8
    guard bytes.count > limit else { return text }
    var end = bytes.index(bytes.startIndex, offsetBy: limit)
    while UTF8.isContinuation(bytes[end]) { end = bytes.index(before: end) }
    return text[..<end] + "… (\(bytes.count) bytes)"
}

/// Microseconds since 1970 as RFC 3339 in UTC. The civil date follows from days counted in eras of 400 years that begin
/// in March, so that the leap day comes last.
func writeTimestamp(_ microseconds: Int64, into bytes: inout [UInt8]) {
    func floorDivide(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let rest = value % divisor
        return rest < 0 ? (value / divisor - 1, rest + divisor) : (value / divisor, rest)
    }
    func write(_ value: Int64, digits: Int) {
        let text = String(value)
        for _ in 0..<max(0, digits - text.utf8.count) { bytes.append(UInt8(ascii: "0")) }
        bytes += text.utf8
    }
    let (seconds, fraction) = floorDivide(microseconds, 1_000_000)
    let (days, second) = floorDivide(seconds, 86400)
    let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    write(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), digits: 4)
    bytes.append(UInt8(ascii: "-"))
    write(month, digits: 2)
    bytes.append(UInt8(ascii: "-"))
    write(dayOfYear - (153 * shifted + 2) / 5 + 1, digits: 2)
    bytes.append(UInt8(ascii: "T"))
    write(second / 3600, digits: 2)
    bytes.append(UInt8(ascii: ":"))
    write(second / 60 % 60, digits: 2)
    bytes.append(UInt8(ascii: ":"))
    write(second % 60, digits: 2)
    bytes.append(UInt8(ascii: "."))
    write(fraction, digits: 6)
    bytes.append(UInt8(ascii: "Z"))
}
