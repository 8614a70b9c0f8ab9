private import Glibc

/// How much has come of an answer that is not complete: libpq keeps it all and does not say. What comes in one turn of
/// the loop is not counted, so that small answers cost nothing.
struct Arrival {
    /// In bytes; at least so many.
    private var arrived = 0
    private var isPartial = false
    private var hasAnswered = false

    /// Before libpq takes what the socket has.
    mutating func beforeReading(_ socket: Int32) {
        hasAnswered = false
        guard isPartial else { return }
        var count: Int32 = 0
        if ioctl(socket, UInt(FIONREAD), &count) == 0 { arrived += Int(count) }
    }

    mutating func answered() {
        hasAnswered = true
        arrived = 0
    }

    /// After it: whether the answer is so large that the rest is not worth receiving. One that is less than twice too
    /// large comes whole and is refused then, because to stop it costs the connection.
    mutating func isHopeless(maximumSize: Int) -> Bool {
        isPartial = !hasAnswered
        return arrived / 2 > max(maximumSize, 1 << 20)
    }
}
