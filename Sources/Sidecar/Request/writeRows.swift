import JSONText
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
                case .string: writeJSONString(value, into: &bytes)
                }
            }
            if keys.isEmpty { bytes.append(UInt8(ascii: "{")) }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
