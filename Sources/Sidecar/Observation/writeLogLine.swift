import HostSystem
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

/// Microseconds since 1970 as RFC 3339 in UTC.
func writeTimestamp(_ microseconds: Int64, into bytes: inout [UInt8]) {
    func write(_ value: Int64, digits: Int) {
        let text = String(value)
        for _ in 0..<max(0, digits - text.utf8.count) { bytes.append(UInt8(ascii: "0")) }
        bytes += text.utf8
    }
    func write(_ separator: Unicode.Scalar, _ value: Int64) {
        bytes.append(UInt8(ascii: separator))
        write(value, digits: 2)
    }
    let rest = microseconds % 1_000_000
    let fraction = rest < 0 ? rest + 1_000_000 : rest
    let time = civilTime(epochSeconds: microseconds / 1_000_000 - (rest < 0 ? 1 : 0))
    write(time.year, digits: 4)
    write("-", time.month)
    write("-", time.day)
    write("T", time.hour)
    write(":", time.minute)
    write(":", time.second)
    bytes.append(UInt8(ascii: "."))
    write(fraction, digits: 6)
    bytes.append(UInt8(ascii: "Z"))
}
