import HostSystem

/// Which observations are written.
package struct LogOptions: Hashable, Sendable {
    /// Below this level nothing is written. Answered requests are debug, refused ones info, those without room warning, failed ones error.
    package var level = LogLevel.info
    /// Where the lines go: standard error.
    package var descriptor: Int32 = 2

    package init() {}
}

/// Writes observations as JSON lines, for one thread. Lines wait in a buffer until `flush`, which never blocks: when
/// the reader is too slow, lines are dropped, counted, and the count is written later.
package final class Log {
    private let options: LogOptions
    private var buffer: [UInt8] = []
    private var dropped = 0
    private static let capacity = 262_144

    package init(_ options: LogOptions = LogOptions()) { self.options = options }

    package func writes(_ level: LogLevel) -> Bool { level >= options.level }

    package func observe(_ observation: Observation) {
        guard writes(observation.level) else { return }
        guard buffer.count < Self.capacity else {
            dropped += 1
            return
        }
        writeLogLine(observation, at: epochMicroseconds(), into: &buffer)
    }

    package func flush() {
        if buffer.isEmpty { return }
        if dropped > 0 && buffer.count < Self.capacity / 2 {
            writeLogLine(.linesDropped(dropped), at: epochMicroseconds(), into: &buffer)
            dropped = 0
        }
        let written = buffer.withUnsafeBytes { tryWrite($0, to: options.descriptor) }
        if written == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 65536)
        } else if written > 0 {
            buffer.removeFirst(written)
        }
    }
}
