private import Glibc
private import Synchronization

// Two writers could both be told that a pipe has room for one.
private let writing = Mutex<Void>(())

/// Writes what a descriptor takes now without waiting, and answers the number of bytes. Pieces stay under 4096 bytes,
/// which a pipe takes whole or not at all, and end with a line where one ends.
package func tryWrite(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int {
    var written = 0
    while written < bytes.count {
        var piece = UnsafeRawBufferPointer(rebasing: bytes[written...].prefix(4096))
        if let end = piece.lastIndex(of: UInt8(ascii: "\n")) { piece = UnsafeRawBufferPointer(rebasing: piece[...end]) }
        let count = writing.withLock { _ in
            var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard Glibc.poll(&poll, 1, 0) == 1, poll.revents & Int16(POLLOUT) != 0 else { return 0 }
            return write(descriptor, piece.baseAddress, piece.count)
        }
        if count <= 0 { break }
        written += count
    }
    return written
}
