import CNetwork

/// What one connection, and all connections of one loop, may take.
package struct HTTPLimits: Hashable, Sendable {
    /// Per loop; a further one has the place of one that gives way, or is answered 503.
    package var connections: Int
    /// In milliseconds: without a request for so long, a connection gives way to any other one when all places are taken. To
    /// one of an address that has fewer it gives way at once.
    package var yieldAfter = 1_000
    /// Request line and headers together, in bytes: 431 above.
    package var headerBytes = 16_384
    package var headerFields = 128
    /// In bytes: 413 above.
    package var bodyBytes: Int
    /// Per loop, in bytes of memory, for bodies that have not ended: the one that needs more is answered 503.
    package var unfinishedBodyBytes = 64 << 20
    /// Per loop, in bytes of memory, for answers that their clients have not taken yet. Beyond it slow clients are closed,
    /// and a further answer of more than 64 KiB is a 503. One answer fits always.
    package var unsentAnswerBytes = 64 << 20
    /// Between two requests of a connection, in milliseconds.
    package var idleTimeout: Int
    /// From the first byte of a request to the end of its headers: 408 after.
    package var headerTimeout: Int
    /// From there to the end of the body: 408 after.
    package var bodyTimeout: Int
    /// For the client to take some bytes of an answer; the whole may take one millisecond for each 16 bytes more.
    package var writeTimeout = 30_000
    /// For the client to read the last answer before the connection is closed.
    package var lingerTimeout = 2_000
    /// How often deadlines are looked at.
    package var tick = 100

    /// What `[server]` sets; its defaults are those of `Configuration`.
    package init(connections: Int, bodyBytes: Int, idleTimeout: Int, headerTimeout: Int, bodyTimeout: Int) {
        self.connections = connections
        self.bodyBytes = bodyBytes
        self.idleTimeout = idleTimeout
        self.headerTimeout = headerTimeout
        self.bodyTimeout = bodyTimeout
    }

    var native: cnet_limits {
        func clamped(_ value: Int) -> UInt32 { UInt32(clamping: max(value, 1)) }
        let body = UInt64(clamping: min(max(bodyBytes, 0), 1 << 60))
        return cnet_limits(
            connections: clamped(connections), header_bytes: clamped(max(headerBytes, 256)),
            header_fields: clamped(headerFields), body_bytes: body,
            // One body fits always; its memory grows by doubling.
            unfinished_body_bytes: max(UInt64(clamping: unfinishedBodyBytes), 2 * body + 65536),
            unsent_bytes: UInt64(clamping: unsentAnswerBytes),
            idle_ms: clamped(idleTimeout),
            header_ms: clamped(headerTimeout), body_ms: clamped(bodyTimeout), write_ms: clamped(writeTimeout),
            linger_ms: clamped(lingerTimeout), yield_ms: clamped(yieldAfter),
            tick_ms: clamped(tick))
    }
}
