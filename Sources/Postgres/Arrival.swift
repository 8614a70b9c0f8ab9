private import Glibc

/// How much has come of an answer that is not complete: libpq keeps it all and does not say. What comes in one turn of
/// the loop is not counted, so that small answers cost nothing.
struct Arrival {
    /// In bytes; at least so many.
    private var arrived = 0
    /// What the socket had before libpq took of it: not always all, with many rows.
    private var unread = 0
    private var isPartial = false
    private var hasAnswered = false

    /// Before libpq takes what the socket has.
    mutating func beforeReading(_ socket: Int32) {
        hasAnswered = false
        if isPartial { unread = unreadBytes(socket) }
    }

    /// What came meanwhile makes it less than was taken, never more.
    mutating func afterReading(_ socket: Int32) {
        if isPartial { arrived += max(0, unread - unreadBytes(socket)) }
    }

    private func unreadBytes(_ socket: Int32) -> Int {
        var count: Int32 = 0
        return ioctl(socket, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    mutating func answered() {
        hasAnswered = true
        arrived = 0
    }

    /// After the answers are handled: whether this one is so large that the rest is not worth receiving. One that is less
    /// than twice too large comes whole and is refused then, because to stop it costs the connection.
    mutating func isHopeless(maximumSize: Int) -> Bool {
        isPartial = !hasAnswered
        return arrived / 2 > max(maximumSize, 1 << 20)
    }
}
