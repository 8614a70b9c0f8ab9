import CatalogModel
import Configuration
import JSONText
import SchemaMapping
import Support
import Testing

@testable import QueryCompiler

/// SDL and introspection are printed by different code from one schema. Read back, they say the same.
struct SDLTests {
    @Test(arguments: GoldenSchema.all) func theSDLSaysWhatIntrospectionSays(golden: GoldenSchema) throws {
        var configuration = Configuration()
        configuration.exposedSchemas = golden.exposedSchemas
        let catalog = try Catalog(json: parseJSON(readGolden(golden.path("catalog.json"))))
        let schema = makeGraphQLSchema(mapSchema(catalog, configuration, installed: nil).model)
        let sdl = try facts(ofSDL: printSDL(schema))
        let introspected = try facts(ofIntrospection: introspectionJSON(usualIntrospectionQuery, in: schema))
        #expect(sdl.subtracting(introspected).sorted() == [])
        #expect(introspected.subtracting(sdl).sorted() == [])
        // What is committed is SDL, and a part of it.
        let committed = try facts(ofSDL: readGolden(golden.path("api.graphql")))
        #expect(committed.count > 10)
        #expect(committed.subtracting(sdl).sorted() == [])
    }

    @Test(arguments: ["api", "inputs", "scalars", "alike"]) func theSDLOfTheSmallShopParses(file: String) throws {
        #expect(try facts(ofSDL: readGolden("schemas/small_shop/\(file).graphql")).count > 10)
    }

    @Test(arguments: ["type A { b }", "type A { b: [C }", "input A { b: C = }", "scalar", "type A { b: C"])
    func whatIsNoSDLIsRefused(text: String) {
        #expect(throws: GraphQLError.self) { try facts(ofSDL: text) }
    }
}

/// A type system document as one line for each definition, field, argument and enum value, with its description.
private func facts(ofSDL text: String) throws(GraphQLError) -> Set<String> {
    var reader = try SDLReader(text)
    return try reader.document()
}

/// What `printSDL` may write (GraphQL specification, section 3), by recursive descent.
private struct SDLReader {
    var lexer: Lexer
    var token: Token
    var facts: Set<String> = []

    init(_ text: String) throws(GraphQLError) {
        lexer = Lexer(text)
        token = try lexer.next()
    }

    mutating func document() throws(GraphQLError) -> Set<String> {
        while token.kind != .endOfDocument { try definition() }
        return facts
    }

    private mutating func definition() throws(GraphQLError) {
        let description = try description()
        let keyword = try take(.name)
        let name = try take(.name)
        let interfaces = try interfaces()
        let directives = try directives()
        facts.insert("\(keyword) \(name)\(interfaces)\(directives)\(description)")
        switch keyword {
        case "scalar": return
        case "enum":
            try members(.openBrace, .closeBrace, of: name) { (reader, place) throws(GraphQLError) in
                let description = try reader.description()
                reader.facts.insert("\(place).\(try reader.take(.name))\(description)")
            }
        case "type", "interface", "input":
            try members(.openBrace, .closeBrace, of: name) { (reader, place) throws(GraphQLError) in
                try reader.field(of: place)
            }
        default: throw refusal()
        }
    }

    /// A field of an object or an input, or an argument.
    private mutating func field(of place: String) throws(GraphQLError) {
        let description = try description()
        let place = "\(place).\(try take(.name))"
        if token.kind == .openParenthesis {
            try members(.openParenthesis, .closeParenthesis, of: place) { (reader, place) throws(GraphQLError) in
                try reader.field(of: place)
            }
        }
        _ = try take(.colon)
        facts.insert("\(place): \(try type())\(description)")
    }

    private mutating func members(
        _ open: Token.Kind, _ close: Token.Kind, of place: String,
        _ read: (inout Self, String) throws(GraphQLError) -> Void
    ) throws(GraphQLError) {
        _ = try take(open)
        repeat { try read(&self, place) } while token.kind != close
        _ = try take(close)
    }

    private mutating func type() throws(GraphQLError) -> String {
        var text: String
        if token.kind == .openBracket {
            _ = try take(.openBracket)
            text = "[\(try type())]"
            _ = try take(.closeBracket)
        } else {
            text = try take(.name)
        }
        if token.kind == .bang { _ = try take(.bang); text += "!" }
        return text
    }

    private mutating func description() throws(GraphQLError) -> String {
        token.kind == .string ? " -- \(try take(.string))" : ""
    }

    /// `implements Node & Other`
    private mutating func interfaces() throws(GraphQLError) -> String {
        guard token.kind == .name, token.text == "implements" else { return "" }
        var text = " \(try take(.name)) \(try take(.name))"
        while token.kind == .ampersand {
            _ = try take(.ampersand)
            text += " & \(try take(.name))"
        }
        return text
    }

    /// `@oneOf` and `@specifiedBy(url: "...")`.
    private mutating func directives() throws(GraphQLError) -> String {
        var text = ""
        while token.kind == .at {
            _ = try take(.at)
            text += " @\(try take(.name))"
            guard token.kind == .openParenthesis else { continue }
            for kind in [Token.Kind.openParenthesis, .name, .colon] { _ = try take(kind) }
            text += " \(try take(.string))"
            _ = try take(.closeParenthesis)
        }
        return text
    }

    private mutating func take(_ kind: Token.Kind) throws(GraphQLError) -> String {
        guard token.kind == kind else { throw refusal() }
        let text = token.text
        token = try lexer.next()
        return text
    }

    private func refusal() -> GraphQLError {
        GraphQLError("\(token.description) is not expected", .parseFailed, locations: [token.location])
    }
}

/// The same lines from the answer to the usual introspection query, without what every server has.
private func facts(ofIntrospection text: String) throws -> Set<String> {
    let builtIn = Set(builtInScalars.map(\.name))
    var facts: Set<String> = []
    func description(_ reader: JSONReader) throws -> String {
        try reader.optionalString("description").map { " -- \($0)" } ?? ""
    }
    func type(_ reader: JSONReader) throws -> String {
        switch try reader.string("kind") {
        case "NON_NULL": try type(reader.member("ofType")) + "!"
        case "LIST": "[\(try type(reader.member("ofType")))]"
        default: try reader.string("name")
        }
    }
    func field(_ reader: JSONReader, of place: String) throws {
        let place = "\(place).\(try reader.string("name"))"
        facts.insert("\(place): \(try type(reader.member("type")))\(try description(reader))")
        for argument in try reader.optionalMember("args")?.array({ (item) throws(JSONError) in item }) ?? [] {
            try field(argument, of: place)
        }
    }
    let schema = try JSONReader(parseJSON(text)).member("__schema")
    for item in try schema.array("types", { (item) throws(JSONError) in item }) {
        let name = try item.string("name")
        guard !name.hasPrefix("__"), !builtIn.contains(name) else { continue }
        let keywords = [
            "OBJECT": "type", "INTERFACE": "interface", "INPUT_OBJECT": "input", "ENUM": "enum", "SCALAR": "scalar",
        ]
        let interfaces = try item.optionalMember("interfaces")?.array { (item) throws(JSONError) in
            try item.string("name")
        }
        let implements = interfaces.map { $0.isEmpty ? "" : " implements \($0.joined(separator: " & "))" } ?? ""
        let url = try item.optionalString("specifiedByURL").map { " @specifiedBy \($0)" } ?? ""
        let oneOf = try item.optionalMember("isOneOf")?.bool() == true ? " @oneOf" : ""
        facts.insert(
            "\(keywords[try item.string("kind")] ?? "") \(name)\(implements)\(oneOf)\(url)\(try description(item))")
        for key in ["fields", "inputFields", "enumValues"] {
            guard let members = try item.optionalMember(key) else { continue }
            for member in try members.array({ (item) throws(JSONError) in item }) {
                if key == "enumValues" {
                    facts.insert("\(name).\(try member.string("name"))\(try description(member))")
                } else {
                    try field(member, of: name)
                }
            }
        }
    }
    return facts
}
