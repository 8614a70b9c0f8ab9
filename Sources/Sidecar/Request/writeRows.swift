import JSONText
package import Postgres
package import QueryCompiler

/// How a statement's rows become JSON, with the keys as bytes: made once per compiled statement.
package struct RowsWriter: Sendable {
    /// All keys, one after the other: an array each would be retained and released for every value.
    private let keys: [UInt8]
    private let columns: [Column]

    private struct Column {
        var key: Range<Int>
        var encoding: Statement.ValueEncoding
    }

    package init(keys: [String], encodings: [Statement.ValueEncoding]) {
        var bytes: [UInt8] = []
        columns = zip(keys, encodings).map { key, encoding in
            let start = bytes.count
            bytes += key.utf8
            return Column(key: start..<bytes.count, encoding: encoding)
        }
        self.keys = bytes
    }

    /// Appends `[{"id":1,"name":"a"},...]`.
    package func write(_ rows: Rows, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        keys.withUnsafeBytes { keys in
            columns.withUnsafeBufferPointer { columns in
                for row in 0..<rows.count {
                    if row > 0 { bytes.append(UInt8(ascii: ",")) }
                    for index in columns.indices {
                        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: keys[columns[index].key]))
                        write(rows.bytes(row: row, column: index), columns[index].encoding, into: &bytes)
                    }
                    if columns.isEmpty { bytes.append(UInt8(ascii: "{")) }
                    bytes.append(UInt8(ascii: "}"))
                }
            }
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func write(
        _ value: UnsafeRawBufferPointer?, _ encoding: Statement.ValueEncoding, into bytes: inout [UInt8]
    ) {
        guard let value else {
            bytes += "null".utf8
            return
        }
        switch encoding {
        case .raw: bytes.append(contentsOf: value)
        case .boolean: bytes += (value.first == UInt8(ascii: "t") ? "true" : "false").utf8
        case .string: writeJSONString(value, into: &bytes)
        }
    }
}
