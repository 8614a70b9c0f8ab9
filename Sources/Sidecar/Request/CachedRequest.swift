import Postgres
package import QueryCompiler
package import SQLText

/// A compiled request ready to run: statements, and the constant bytes around their results.
///
///     {"data":{"a":  <result>  ,"b":  <result>  }}
package final class CachedRequest {
    package struct Hole {
        /// The constant bytes before the result.
        var before: Range<Int>
        package var statement: ExactText
        package var binds: [Bind]
        var rows: RowsWriter?
        /// In bytes.
        var rowOverhead: Int
        package var responseKey: String
    }

    package enum Pace {
        case ordinary
        /// It shared a flight that took long: it is to be timed alone.
        case suspect
        /// It runs where nothing waits behind it.
        case slow
    }

    package private(set) var holes: [Hole] = []
    /// The constant bytes after the last result.
    private(set) var tail: Range<Int>
    /// How it was when it ran last.
    package var pace = Pace.ordinary
    /// When it was last answered in time, in monotonic nanoseconds.
    package var wasFastAt: UInt64 = 0
    var standing: Standing {
        switch pace {
        case .ordinary: wasFastAt > 0 ? .proven : .unknown
        case .suspect: .unknown
        case .slow: .slow
        }
    }

    /// Whether its statements call a function of the user's: they share no flight, since it may change settings there.
    package let callsFunctions: Bool
    /// What it holds, roughly, in bytes.
    package let size: Int
    private let constants: UnsafeMutableRawBufferPointer

    package init(_ compiled: CompiledRequest) {
        var bytes: [UInt8] = Array(#"{"data":{"#.utf8)
        var start = 0
        var size = 0
        for (index, root) in compiled.roots.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            // A response key is a GraphQL name: nothing in it needs an escape.
            bytes += root.responseKey.utf8
            bytes += "\":".utf8
            switch root.answer {
            case .constant(let text): bytes += text.utf8
            case .statement(let statement):
                var rows: RowsWriter?
                if case .rows(let keys, let encodings) = statement.form {
                    rows = RowsWriter(keys: keys, encodings: encodings)
                }
                holes.append(
                    Hole(
                        before: start..<bytes.count, statement: ExactText(statement.text),
                        binds: statement.parameters, rows: rows,
                        rowOverhead: statement.rowOverhead, responseKey: root.responseKey))
                start = bytes.count
                size += 2 * statement.text.utf8.count + 64 * statement.parameters.count
            }
        }
        bytes += "}}".utf8
        tail = start..<bytes.count
        callsFunctions = compiled.callsFunctions
        self.size = size + bytes.count + 256
        constants = .allocate(byteCount: bytes.count, alignment: 1)
        constants.copyBytes(from: bytes)
    }

    /// Of the answer without its rows, in bytes.
    var constantSize: Int { constants.count }

    deinit { constants.deallocate() }

    /// Bytes that live as long as this object.
    func constant(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: constants[range])
    }
}
