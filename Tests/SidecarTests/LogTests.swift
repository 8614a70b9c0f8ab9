import Glibc
import JSONText
import Testing

@testable import Sidecar

@Suite struct LogTests {
    func line(_ observation: Observation, at time: Int64 = 0) -> String {
        var bytes: [UInt8] = []
        writeLogLine(observation, at: time, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func anObservationIsOneLineOfJSON() throws {
        var timings = StageTimings()
        timings.plan = 1_000_000
        timings.database = 2_345_678
        let request = FinishedRequest(status: 200, operationName: "a\n\"b\"", timings: timings, total: 5_000_999)
        #expect(
            line(.requestFinished(request), at: 1_769_860_800_000_001)
                == #"{"time":"2026-01-31T12:00:00.000001Z","level":"debug","event":"request_finished","status":200,"#
                + #""operation":"a\n\"b\"","compile_ms":1.000,"database_ms":2.345,"total_ms":5.000}"# + "\n")
        _ = try parseJSON(line(.databaseLost(reason: "\u{1}\u{7f}\\")))
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
            (1_709_251_199_999_999, "2024-02-29T23:59:59.999999Z"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
            (-1, "1969-12-31T23:59:59.999999Z"),
        ] as [(Int64, String)])
    func timesAreRFC3339InUTC(microseconds: Int64, expected: String) {
        var bytes: [UInt8] = []
        writeTimestamp(microseconds, into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func aReaderThatDoesNotReadBlocksNobodyAndMissesLinesThatAreCounted() throws {
        var pipe: [Int32] = [0, 0]
        try #require(Glibc.pipe(&pipe) == 0)
        defer { for descriptor in pipe { close(descriptor) } }
        var options = LogOptions()
        options.descriptor = pipe[1]
        let log = Log(options)
        for _ in 0..<10_000 {
            log.observe(.databaseLost(reason: String(repeating: "x", count: 100)))
            log.flush()
        }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        var lines = 0
        var droppedLines = 0
        while lines + droppedLines < 10_000 {
            let count = read(pipe[0], &buffer, buffer.count)
            try #require(count > 0)
            text += buffer[..<count]
            log.flush()
            while let end = text.firstIndex(of: UInt8(ascii: "\n")) {
                let object = JSONReader(try parseJSON(String(decoding: text[..<end], as: UTF8.self)))
                if try object.string("event") == "log_lines_dropped" {
                    droppedLines += try object.int("count")
                } else {
                    lines += 1
                }
                text.removeFirst(end + 1)
            }
        }
        #expect(droppedLines > 0)
        #expect(lines + droppedLines == 10_000)
    }

    @Test func aLongTextIsCutBetweenCharactersAndSaysSo() throws {
        for ascii in 295...303 {
            let value = String(repeating: "x", count: ascii) + String(repeating: "é", count: 450_000)
            let refusal = DatabaseRefusal(
                requestID: "1", code: "INVALID_VALUE", sqlState: "22P02", message: value, detail: value,
                operationName: value, isExpected: true)
            let line = line(.databaseRefused(refusal))
            #expect(line.utf8.count < 1500)
            let message = try JSONReader(try parseJSON(line)).string("message")
            #expect(message.hasSuffix("… (\(value.utf8.count) bytes)"))
            #expect(value.hasPrefix(message.prefix { $0 != "…" }))
        }
        let whole = String(repeating: "x", count: 300)
        #expect(line(.databaseLost(reason: whole)).contains("\"\(whole)\""))
    }

    /// What any client can cause at will must not wake an operator.
    @Test(
        arguments: [
            (200, .debug), (400, .info), (431, .info), (500, .error), (501, .info), (503, .warning), (505, .info),
        ] as [(Int, LogLevel)])
    func onlyOurOwnFailuresAreErrors(status: Int, level: LogLevel) {
        let request = FinishedRequest(status: status, operationName: nil, timings: StageTimings(), total: 0)
        #expect(Observation.requestFinished(request).level == level)
    }

    @Test func whatIsBelowTheLevelIsNotWritten() {
        var options = LogOptions()
        options.level = .warning
        let log = Log(options)
        #expect(!log.writes(.info))
        #expect(log.writes(.error))
    }
}
