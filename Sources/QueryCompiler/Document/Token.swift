struct Token {
    enum Kind: Hashable {
        case endOfDocument
        case name
        case int
        case float
        case string
        case bang
        case dollar
        case ampersand
        case openParenthesis
        case closeParenthesis
        case spread
        case colon
        case equals
        case at
        case openBracket
        case closeBracket
        case openBrace
        case pipe
        case closeBrace

        init?(punctuator byte: UInt8) {
            switch byte {
            case UInt8(ascii: "!"): self = .bang
            case UInt8(ascii: "$"): self = .dollar
            case UInt8(ascii: "&"): self = .ampersand
            case UInt8(ascii: "("): self = .openParenthesis
            case UInt8(ascii: ")"): self = .closeParenthesis
            case UInt8(ascii: ":"): self = .colon
            case UInt8(ascii: "="): self = .equals
            case UInt8(ascii: "@"): self = .at
            case UInt8(ascii: "["): self = .openBracket
            case UInt8(ascii: "]"): self = .closeBracket
            case UInt8(ascii: "{"): self = .openBrace
            case UInt8(ascii: "|"): self = .pipe
            case UInt8(ascii: "}"): self = .closeBrace
            default: return nil
            }
        }

        /// For messages.
        var description: String {
            switch self {
            case .endOfDocument: "the end of the document"
            case .name: "a name"
            case .int, .float: "a number"
            case .string: "a string"
            case .bang: "\"!\""
            case .dollar: "\"$\""
            case .ampersand: "\"&\""
            case .openParenthesis: "\"(\""
            case .closeParenthesis: "\")\""
            case .spread: "\"...\""
            case .colon: "\":\""
            case .equals: "\"=\""
            case .at: "\"@\""
            case .openBracket: "\"[\""
            case .closeBracket: "\"]\""
            case .openBrace: "\"{\""
            case .pipe: "\"|\""
            case .closeBrace: "\"}\""
            }
        }
    }

    var kind: Kind
    var location: GraphQLError.Location
    /// A name, a number as written, or a string's value.
    var text: String

    init(_ kind: Kind, _ location: GraphQLError.Location, _ text: String = "") {
        self.kind = kind
        self.location = location
        self.text = text
    }

    var description: String {
        switch kind {
        case .name, .int, .float: "\"\(text)\""
        default: kind.description
        }
    }
}
