/// A hash that is the same on every machine and in every release, unlike Swift's own, for names that are kept: FNV-1a.
/// Against accidents, not against malice.
package func stableHash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { hash, byte in (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}

/// The same in 32 bits.
package func shortStableHash(_ text: String) -> UInt32 {
    text.utf8.reduce(0x811C_9DC5) { hash, byte in (hash ^ UInt32(byte)) &* 0x0100_0193 }
}

/// A hash in hexadecimal, as long for every text: what a record or a name holds.
package func hexadecimal(_ hash: some FixedWidthInteger & UnsignedInteger) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: type(of: hash).bitWidth / 4 - digits.utf8.count) + digits
}
