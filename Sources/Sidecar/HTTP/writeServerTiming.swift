/// The times of a request's stages (Server Timing, W3C): `Server-Timing: plan;dur=0.125, ..., total;dur=1.250`.
func writeServerTiming(_ timings: StageTimings, total: UInt64, into headers: inout [UInt8]) {
    headers += "Server-Timing: ".utf8
    writeStage("body;dur=", timings.body, into: &headers)
    writeStage("operation;dur=", timings.operation, into: &headers)
    writeStage("variables;dur=", timings.variables, into: &headers)
    writeStage("plan;dur=", timings.plan, into: &headers)
    writeStage("bind;dur=", timings.bind, into: &headers)
    writeStage("database;dur=", timings.database, into: &headers)
    writeStage("compression;dur=", timings.compression, into: &headers)
    headers += "total;dur=".utf8
    writeMilliseconds(total, into: &headers)
    headers += "\r\n".utf8
}

private func writeStage(_ label: StaticString, _ nanoseconds: UInt64, into headers: inout [UInt8]) {
    if nanoseconds == 0 { return }
    label.withUTF8Buffer { headers.append(contentsOf: $0) }
    writeMilliseconds(nanoseconds, into: &headers)
    headers += ", ".utf8
}

/// Nanoseconds as milliseconds with three digits: `1.250`.
func writeMilliseconds(_ nanoseconds: UInt64, into bytes: inout [UInt8]) {
    let microseconds = nanoseconds / 1000
    let (whole, rest) = (microseconds / 1000, microseconds % 1000)
    // Nearly always one digit.
    if whole < 10 { bytes.append(UInt8(ascii: "0") + UInt8(whole)) } else { bytes += String(whole).utf8 }
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(rest / 100))
    bytes.append(UInt8(ascii: "0") + UInt8(rest / 10 % 10))
    bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
}
