package import Postgres
package import QueryCompiler

/// How a statement's rows become JSON, with the keys as bytes: made once per compiled statement.
package struct RowsWriter: Sendable {
    private let keys: [[UInt8]]
    private let encodings: [Statement.ValueEncoding]

    package init(keys: [String], encodings: [Statement.ValueEncoding]) {
        self.keys = keys.map { Array($0.utf8) }
        self.encodings = encodings
    }

    /// Appends `[{"id":1,"name":"a"},...]`.
    package func write(_ rows: Rows, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for row in 0..<rows.count {
            if row > 0 { bytes.append(UInt8(ascii: ",")) }
            for column in keys.indices {
                bytes += keys[column]
                guard let value = rows.bytes(row: row, column: column) else {
                    bytes += "null".utf8
                    continue
                }
                switch encodings[column] {
                case .raw: bytes.append(contentsOf: value)
                case .boolean: bytes += (value.first == UInt8(ascii: "t") ? "true" : "false").utf8
                case .string: writeString(value, into: &bytes)
                }
            }
            if keys.isEmpty { bytes.append(UInt8(ascii: "{")) }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

/// Appends UTF-8 text as a JSON string, sixteen bytes at a time while none of them needs an escape.
func writeString(_ text: UnsafeRawBufferPointer, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var start = 0
    var index = 0
    while index < text.count {
        if index + 16 <= text.count {
            let block = text.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let special = (block .< 0x20) .| (block .== UInt8(ascii: "\"")) .| (block .== UInt8(ascii: "\\"))
            if !any(special) {
                index += 16
                continue
            }
        }
        let byte = text[index]
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<index]))
            writeEscape(byte, into: &bytes)
            start = index + 1
        }
        index += 1
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start...]))
    bytes.append(UInt8(ascii: "\""))
}

private func writeEscape(_ byte: UInt8, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x00..<0x20:
        bytes += "u00".utf8
        bytes.append(0x30 + (byte >> 4))
        bytes.append((byte & 15) < 10 ? 0x30 + (byte & 15) : 0x57 + (byte & 15))
    default: bytes.append(byte)
    }
}
