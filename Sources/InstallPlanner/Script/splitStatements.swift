/// A place in a script, both numbers from 1; columns count characters.
package struct ScriptPlace: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package var description: String { "\(line):\(column)" }

    package static func < (left: ScriptPlace, right: ScriptPlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// One statement, from its first word to its semicolon.
package struct ScriptStatement: Hashable, Sendable {
    package var text: String
    package var place: ScriptPlace

    /// The place of a character of the statement; `position` counts from 1, as PostgreSQL's errors do.
    package func place(ofPosition position: Int) -> ScriptPlace {
        var place = place
        for character in text.unicodeScalars.prefix(max(0, position - 1)) {
            if character == "\n" {
                place = ScriptPlace(line: place.line + 1, column: 1)
            } else {
                place.column += 1
            }
        }
        return place
    }
}

/// A script cut into its pieces: statements, and the `--` comments that stand between them.
package enum ScriptPiece: Hashable, Sendable {
    case statement(ScriptStatement)
    case comment(String, ScriptPlace)
}

/// Why a script cannot be run.
package struct ScriptError: Error, Hashable, Sendable {
    package var message: String
    package var place: ScriptPlace

    package init(_ message: String, _ place: ScriptPlace) {
        self.message = message
        self.place = place
    }
}

/// Cuts a script into statements as PostgreSQL reads them (manual, section 4.1): quotes of every kind, dollar quotes,
/// nested comments, parentheses, and the `begin atomic ... end` of SQL-standard routine bodies. What only psql
/// understands is refused.
package func splitStatements(_ text: String) throws(ScriptError) -> [ScriptPiece] {
    var splitter = StatementSplitter(text)
    return try splitter.split()
}

private struct StatementSplitter {
    let text: [Unicode.Scalar]
    var index = 0
    var place = ScriptPlace(line: 1, column: 1)
    var pieces: [ScriptPiece] = []
    var start: (index: Int, place: ScriptPlace)?
    var parentheses = 0
    /// Words of the statement so far, in lower case, as far as the splitter needs them.
    var words: [String] = []
    /// Open `begin` and `case` of a routine body.
    var blocks = 0

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    mutating func split() throws(ScriptError) -> [ScriptPiece] {
        while let character = peek() {
            switch character {
            case " ", "\t", "\r", "\n", "\u{c}", "\u{b}": advance()
            case "-" where peek(1) == "-": lineComment()
            case "/" where peek(1) == "*": try blockComment()
            case "\\": throw ScriptError("psql's backslash commands cannot be used here", place)
            default: try statementCharacter(character)
            }
        }
        if let start {
            throw ScriptError("this statement has no semicolon at its end", start.place)
        }
        return pieces
    }

    private mutating func statementCharacter(_ character: Unicode.Scalar) throws(ScriptError) {
        if start == nil && character == ";" { return advance() }
        if start == nil { start = (index, place) }
        switch character {
        case "'": try quoted("'", escapes: false, what: "string")
        case "\"": try quoted("\"", escapes: false, what: "quoted name")
        case "$": try dollar()
        case "(":
            parentheses += 1
            advance()
        case ")":
            parentheses = max(0, parentheses - 1)
            advance()
        case ";":
            advance()
            if parentheses == 0 && blocks == 0 { try endStatement() }
        case let character where isWordStart(character): try word()
        case let character where isDigit(character):
            // `1e5` and `0x1f` are numbers: the letter in them starts no word.
            while let next = peek(), isWordPart(next) { advance() }
        default: advance()
        }
    }

    private mutating func endStatement() throws(ScriptError) {
        guard let begin = start else { return }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text[begin.index..<index])
        if words.first == "copy" && words.contains("stdin") {
            throw ScriptError("COPY FROM STDIN cannot be used here: write insert statements", begin.place)
        }
        pieces.append(.statement(ScriptStatement(text: String(scalars), place: begin.place)))
        start = nil
        words = []
        parentheses = 0
        blocks = 0
    }

    private mutating func word() throws(ScriptError) {
        let from = index
        while let next = peek(), isWordPart(next) { advance() }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text[from..<index])
        let word = String(scalars).lowercased()
        // e'it\'s' has escapes; u&'', b'', x'' and n'' end like a plain string.
        if word == "e" && peek() == "'" { return try quoted("'", escapes: true, what: "string") }
        words.append(word)
        guard parentheses == 0, isRoutine else { return }
        switch word {
        case "begin": blocks += 1
        case "case" where blocks > 0: blocks += 1
        case "end" where blocks > 0: blocks -= 1
        default: break
        }
    }

    /// Whether the statement creates a function or procedure: only there a `begin` opens a block.
    private var isRoutine: Bool {
        let head = words.prefix(4)
        return head.first == "create" && (head.contains("function") || head.contains("procedure"))
    }

    private mutating func quoted(_ quote: Unicode.Scalar, escapes: Bool, what: String) throws(ScriptError) {
        let begin = place
        advance()
        while let character = peek() {
            advance()
            if character == "\\" && escapes {
                advance()
            } else if character == quote {
                if peek() != quote { return }
                advance()
            }
        }
        throw ScriptError("this \(what) does not end", begin)
    }

    private mutating func dollar() throws(ScriptError) {
        let begin = place
        var length = 1
        while let next = peek(length), isWordPart(next), next != "$", length > 1 || !isDigit(next) { length += 1 }
        guard peek(length) == "$" else { return advance() }
        let delimiter = text[index...(index + length)]
        advance(length + 1)
        while index < text.count {
            if text[index...].starts(with: delimiter) { return advance(length + 1) }
            advance()
        }
        throw ScriptError("this dollar-quoted string does not end", begin)
    }

    /// Ends at a carriage return as well, as PostgreSQL's scanner has it.
    private mutating func lineComment() {
        let (from, begin) = (index, place)
        while let next = peek(), next != "\n", next != "\r" { advance() }
        guard start == nil else { return }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text[from..<index])
        pieces.append(.comment(String(scalars), begin))
    }

    private mutating func blockComment() throws(ScriptError) {
        let begin = place
        var depth = 0
        repeat {
            if peek() == "/" && peek(1) == "*" {
                depth += 1
                advance(2)
            } else if peek() == "*" && peek(1) == "/" {
                depth -= 1
                advance(2)
            } else if peek() == nil {
                throw ScriptError("this comment does not end", begin)
            } else {
                advance()
            }
        } while depth > 0
    }

    // MARK: Characters

    private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        index + distance < text.count ? text[index + distance] : nil
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < text.count {
            if text[index] == "\n" {
                place = ScriptPlace(line: place.line + 1, column: 1)
            } else {
                place.column += 1
            }
            index += 1
        }
    }

    private func isDigit(_ character: Unicode.Scalar) -> Bool { character >= "0" && character <= "9" }

    private func isWordStart(_ character: Unicode.Scalar) -> Bool {
        (character >= "a" && character <= "z") || (character >= "A" && character <= "Z") || character == "_"
            || character.value >= 0x80
    }

    private func isWordPart(_ character: Unicode.Scalar) -> Bool {
        isWordStart(character) || isDigit(character) || character == "$"
    }
}
