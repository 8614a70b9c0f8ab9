/// SQL ready to send: the text with `$1..$n`, and what to bind to each.
@usableFromInline
package struct RenderedSQL<Bind: Sendable>: Sendable {
    @usableFromInline package var text: String
    @usableFromInline package var binds: [Bind]

    @inlinable
    init(text: String, binds: [Bind]) {
        self.text = text
        self.binds = binds
    }
}

/// Renders a piece. Every occurrence of a bind has a number of its own.
@inlinable
package func render<Bind>(_ sql: SQL<Bind>) -> RenderedSQL<Bind> {
    var binds: [Bind] = []
    var writer = LayoutWriter()
    append(sql, indentation: 0, to: &writer, &binds)
    return RenderedSQL(text: writer.finish(), binds: binds)
}

/// Renders a piece without binds.
package func renderText(_ sql: DDL) -> String {
    render(sql).text
}

@inlinable
func append<Bind>(_ sql: SQL<Bind>, indentation: Int, to writer: inout LayoutWriter, _ binds: inout [Bind]) {
    for segment in sql.segments {
        switch segment {
        case .text(let piece): writer.append(text: piece, indentation: indentation)
        case .identifier(let name): writer.append(solid: quoteIdentifier(name))
        case .literal(let value): writer.append(solid: quoteLiteral(value))
        case .bind(let bind):
            binds.append(bind)
            writer.append(solid: "$\(binds.count)")
        case .nested(let piece):
            append(piece, indentation: writer.indentation ?? indentation, to: &writer, &binds)
        }
    }
}

/// Text whose lines are indented like the line that their piece starts on.
@usableFromInline
struct LayoutWriter {
    private var bytes: [UInt8] = []
    /// The spaces that the current line starts with, or nil once something else stands on it.
    @usableFromInline private(set) var indentation: Int? = 0

    @usableFromInline
    init() { bytes.reserveCapacity(4096) }

    @usableFromInline
    func finish() -> String { String(decoding: bytes, as: UTF8.self) }

    /// A name or a constant: its own line breaks are part of it.
    @usableFromInline
    mutating func append(solid piece: String) {
        var piece = piece
        piece.withUTF8 { bytes.append(contentsOf: $0) }
        indentation = nil
    }

    @usableFromInline
    mutating func append(text piece: String, indentation outer: Int) {
        var piece = piece
        piece.withUTF8 { text in
            var start = 0
            for index in 0..<text.count where text[index] == UInt8(ascii: "\n") {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...index]))
                bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: outer))
                indentation = outer
                start = index + 1
            }
            let line = UnsafeBufferPointer(rebasing: text[start...])
            bytes.append(contentsOf: line)
            if let spaces = indentation {
                let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") }
                indentation = isBlank ? spaces + line.count : nil
            }
        }
    }
}
