/// SQL ready to send: the text with `$1..$n`, and what to bind to each.
package struct RenderedSQL<Bind: Sendable>: Sendable {
    package var text: String
    package var binds: [Bind]
}

/// Renders a piece. Every occurrence of a bind has a number of its own.
package func render<Bind>(_ sql: SQL<Bind>) -> RenderedSQL<Bind> {
    var renderer = Renderer<Bind>()
    renderer.append(sql, indentation: "")
    return RenderedSQL(text: renderer.text, binds: renderer.binds)
}

/// Renders a piece without binds.
package func renderText(_ sql: DDL) -> String {
    render(sql).text
}

private struct Renderer<Bind: Sendable> {
    var text = ""
    var binds: [Bind] = []
    /// The white space that the current line starts with, or nil once something else stands on it.
    var lineStart: String = ""
    var isAtLineStart = true

    mutating func append(_ sql: SQL<Bind>, indentation: String) {
        for segment in sql.segments {
            switch segment {
            case .text(let piece): append(text: piece, indentation: indentation)
            case .identifier(let name): append(solid: quoteIdentifier(name))
            case .literal(let value): append(solid: quoteLiteral(value))
            case .bind(let bind):
                binds.append(bind)
                append(solid: "$\(binds.count)")
            case .nested(let piece): append(piece, indentation: isAtLineStart ? lineStart : indentation)
            }
        }
    }

    private mutating func append(solid piece: String) {
        text += piece
        isAtLineStart = false
    }

    private mutating func append(text piece: String, indentation: String) {
        for character in piece.unicodeScalars {
            text.unicodeScalars.append(character)
            if character == "\n" {
                text += indentation
                lineStart = indentation
                isAtLineStart = true
            } else if isAtLineStart {
                if character == " " { lineStart += " " } else { isAtLineStart = false }
            }
        }
    }
}
