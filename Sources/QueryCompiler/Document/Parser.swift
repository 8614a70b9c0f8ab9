/// Recursive descent with one token of look-ahead (GraphQL specification, appendix "Grammar summary"). The recursion is
/// bounded by `limits.depth`.
struct Parser {
    private var lexer: Lexer
    private var token: Token
    private let limits: DocumentLimits
    private var tokens = 0
    private var depth = 0

    init(_ text: String, limits: DocumentLimits) throws(GraphQLError) {
        lexer = Lexer(text)
        self.limits = limits
        token = Token(.endOfDocument, GraphQLError.Location(line: 1, column: 1))
        try advance()
    }

    mutating func document() throws(GraphQLError) -> Document {
        var document = Document(operations: [], fragments: [])
        repeat { try definition(into: &document) } while token.kind != .endOfDocument
        return document
    }

    mutating func constant() throws(GraphQLError) -> Document.Value {
        let value = try value(isConstant: true)
        guard token.kind == .endOfDocument else { throw unexpected(Token.Kind.endOfDocument.description) }
        return value
    }

    // MARK: Definitions

    private mutating func definition(into document: inout Document) throws(GraphQLError) {
        let start = token
        if token.kind == .openBrace {
            document.operations.append(
                Document.Operation(
                    kind: .query, name: nil, variables: [], directives: [], selections: try selectionSet(),
                    location: start.location))
            return
        }
        if token.kind == .string { try advance() }
        guard token.kind == .name else { throw unexpected("a query or a fragment") }
        switch token.text {
        case "query", "mutation", "subscription":
            document.operations.append(try operation(QueryCompiler.Operation.Kind(rawValue: token.text) ?? .query))
        case "fragment": document.fragments.append(try fragment())
        case "schema", "scalar", "type", "interface", "union", "enum", "input", "directive", "extend":
            throw syntaxError("A request cannot define types, as \(token.description) does.", token.location)
        default: throw unexpected("a query or a fragment")
        }
    }

    private mutating func operation(
        _ kind: QueryCompiler.Operation.Kind
    ) throws(GraphQLError) -> Document.Operation {
        let location = token.location
        try advance()
        let name = token.kind == .name ? try self.name() : nil
        var variables: [Document.Variable] = []
        if token.kind == .openParenthesis {
            try advance()
            repeat { variables.append(try variable()) } while token.kind != .closeParenthesis
            try advance()
        }
        return Document.Operation(
            kind: kind, name: name, variables: variables, directives: try directives(), selections: try selectionSet(),
            location: location)
    }

    private mutating func variable() throws(GraphQLError) -> Document.Variable {
        if token.kind == .string { try advance() }
        let location = token.location
        try expect(.dollar)
        let name = try name()
        try expect(.colon)
        let type = try typeReference()
        var defaultValue: Document.Value?
        if token.kind == .equals {
            try advance()
            defaultValue = try value(isConstant: true)
        }
        return Document.Variable(
            name: name, type: type, defaultValue: defaultValue, directives: try directives(isConstant: true),
            location: location)
    }

    private mutating func typeReference() throws(GraphQLError) -> Document.TypeReference {
        var type: Document.TypeReference
        if token.kind == .openBracket {
            try enter()
            type = .list(try typeReference())
            try leave(.closeBracket)
        } else {
            type = .named(try name())
        }
        if token.kind == .bang {
            try advance()
            type = .nonNull(type)
        }
        return type
    }

    private mutating func fragment() throws(GraphQLError) -> Document.Fragment {
        let location = token.location
        try advance()
        guard token.kind == .name, token.text != "on" else { throw unexpected("the fragment's name") }
        let name = try name()
        guard token.kind == .name, token.text == "on" else { throw unexpected("\"on\" and a type") }
        try advance()
        return Document.Fragment(
            name: name, typeCondition: try self.name(), directives: try directives(), selections: try selectionSet(),
            location: location)
    }

    // MARK: Selections

    private mutating func selectionSet() throws(GraphQLError) -> [Document.Selection] {
        guard token.kind == .openBrace else { throw unexpected("\"{\"") }
        try enter()
        var selections: [Document.Selection] = []
        repeat { selections.append(try selection()) } while token.kind != .closeBrace
        try leave(.closeBrace)
        return selections
    }

    private mutating func selection() throws(GraphQLError) -> Document.Selection {
        let location = token.location
        guard token.kind == .spread else { return .field(try field()) }
        try advance()
        if token.kind == .name, token.text != "on" {
            return .spread(Document.Spread(name: try name(), directives: try directives(), location: location))
        }
        var typeCondition: Document.Name?
        if token.kind == .name {
            try advance()
            typeCondition = try name()
        }
        return .inline(
            Document.InlineFragment(
                typeCondition: typeCondition, directives: try directives(), selections: try selectionSet(),
                location: location))
    }

    private mutating func field() throws(GraphQLError) -> Document.Field {
        guard token.kind == .name else { throw unexpected("a field") }
        var name = try name()
        var alias: Document.Name?
        if token.kind == .colon {
            try advance()
            alias = name
            name = try self.name()
        }
        let arguments = try arguments(isConstant: false)
        let directives = try directives()
        return Document.Field(
            alias: alias, name: name, arguments: arguments, directives: directives,
            selections: token.kind == .openBrace ? try selectionSet() : nil)
    }

    private mutating func arguments(isConstant: Bool) throws(GraphQLError) -> [Document.Argument] {
        guard token.kind == .openParenthesis else { return [] }
        try advance()
        var arguments: [Document.Argument] = []
        repeat { arguments.append(try argument(isConstant: isConstant)) } while token.kind != .closeParenthesis
        try advance()
        return arguments
    }

    /// An argument, or a member of an object.
    private mutating func argument(isConstant: Bool) throws(GraphQLError) -> Document.Argument {
        let name = try name()
        try expect(.colon)
        return Document.Argument(name: name, value: try value(isConstant: isConstant))
    }

    private mutating func directives(isConstant: Bool = false) throws(GraphQLError) -> [Document.Directive] {
        var directives: [Document.Directive] = []
        while token.kind == .at {
            let location = token.location
            try advance()
            directives.append(
                Document.Directive(
                    name: try name(), arguments: try arguments(isConstant: isConstant), location: location))
        }
        return directives
    }

    // MARK: Values

    private mutating func value(isConstant: Bool) throws(GraphQLError) -> Document.Value {
        let start = token
        let kind: Document.Value.Kind
        switch start.kind {
        case .openBracket:
            try enter()
            var elements: [Document.Value] = []
            while token.kind != .closeBracket { elements.append(try value(isConstant: isConstant)) }
            try leave(.closeBracket)
            kind = .list(elements)
        case .openBrace:
            try enter()
            var members: [Document.Argument] = []
            while token.kind != .closeBrace { members.append(try argument(isConstant: isConstant)) }
            try leave(.closeBrace)
            kind = .object(members)
        case .dollar:
            if isConstant { throw syntaxError("A variable cannot stand in a constant value.", start.location) }
            try advance()
            kind = .variable(try name().text)
        case .int: kind = .int(try take())
        case .float: kind = .float(try take())
        case .string: kind = .string(try take())
        case .name:
            switch try take() {
            case "true": kind = .boolean(true)
            case "false": kind = .boolean(false)
            case "null": kind = .null
            case let name: kind = .enumeration(name)
            }
        default: throw unexpected("a value")
        }
        return Document.Value(kind: kind, location: start.location)
    }

    // MARK: Tokens

    private mutating func advance() throws(GraphQLError) {
        token = try lexer.next()
        tokens += 1
        if tokens > limits.tokens, token.kind != .endOfDocument {
            throw GraphQLError(
                "The document has more than \(limits.tokens) tokens.", .limitExceeded, locations: [token.location])
        }
    }

    private mutating func take() throws(GraphQLError) -> String {
        let text = token.text
        try advance()
        return text
    }

    private mutating func name() throws(GraphQLError) -> Document.Name {
        guard token.kind == .name else { throw unexpected("a name") }
        let location = token.location
        return Document.Name(text: try take(), location: location)
    }

    private mutating func expect(_ kind: Token.Kind) throws(GraphQLError) {
        guard token.kind == kind else { throw unexpected(kind.description) }
        try advance()
    }

    /// Past an opening token that may nest.
    private mutating func enter() throws(GraphQLError) {
        depth += 1
        guard depth <= limits.depth else {
            throw GraphQLError(
                "The document is nested deeper than \(limits.depth) levels.", .limitExceeded,
                locations: [token.location])
        }
        try advance()
    }

    private mutating func leave(_ closing: Token.Kind) throws(GraphQLError) {
        try expect(closing)
        depth -= 1
    }

    private func unexpected(_ expected: String) -> GraphQLError {
        syntaxError("Expected \(expected), found \(token.description).", token.location)
    }
}
