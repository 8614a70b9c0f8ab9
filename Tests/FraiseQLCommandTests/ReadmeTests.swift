import HostSystem
import Postgres
import Support
import Testing

/// What the README shows is what the tool does.
struct ReadmeTests {
    @Test func everyCommandStandsInTheTable() throws {
        let readme = try readTextFile("\(repositoryRoot)/README.md")
        let overview = try runFraiseQL([], in: try Shop().folder).answer
        let commands = overview.split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap { line in
            line.dropFirst(2).firstRange(of: "  ").map { line.dropFirst(2)[..<$0.lowerBound] }
        }
        #expect(commands.count > 10)
        for command in commands { #expect(readme.contains("\n| `fraiseql \(command)"), "README.md lacks \(command)") }
        #expect(readme.split(separator: "\n").count { $0.hasPrefix("| `fraiseql ") } == commands.count)
    }

    @Test func everyQueryFitsTheShop() throws {
        let shop = try Shop()
        let document = try readTextFile("\(repositoryRoot)/docs/graphql-api.md")
        for statement in blocks("sql", in: document) { try shop.database.connect().script(statement) }
        try shop.fraiseql("init")
        let configuration = "\(shop.folder)/fraiseql.toml"
        let settings = [try readTextFile(configuration)] + blocks("toml", in: document)
        try writeFile(configuration, settings.joined(separator: "\n"))
        #expect(try shop.fraiseql("db", "apply").exitCode == 0)
        let queries = blocks("graphql", in: try readTextFile("\(repositoryRoot)/README.md") + "\n" + document)
        #expect(queries.count >= 3)
        for query in queries {
            let result = try shop.fraiseql("explain", query)
            #expect(result.exitCode == 0, "\(query)\n\(result.messages)")
        }
    }

    /// Together: the views that it makes, its file, and the requests that these answer.
    @Test func theExamplesOfTheConfigurationFitTheShop() throws {
        let shop = try Shop()
        let document = try readTextFile("\(repositoryRoot)/docs/configuration.md")
        for statement in blocks("sql", in: document) { try shop.database.connect().script(statement) }
        let files = blocks("toml", in: document)
        #expect(files.count >= 4)
        try writeFile("\(shop.folder)/fraiseql.toml", files.joined(separator: "\n"))
        let applied = try shop.fraiseql("db", "apply")
        #expect(applied.exitCode == 0, "\(applied.messages)")
        let queries = blocks("graphql", in: document)
        #expect(queries.count >= 2)
        for query in queries {
            let result = try shop.fraiseql("explain", query)
            #expect(result.exitCode == 0, "\(query)\n\(result.messages)")
        }
        let embedded = "select data ? 'customer' and jsonb_typeof(data->'payments') = 'array' from api.v_order limit 1"
        #expect(try shop.database.connect().query(embedded).single == "t")
    }
}

/// What stands between ```` ```language ```` and ```` ``` ````.
private func blocks(_ language: String, in text: String) -> [String] {
    text.split(separator: "```\(language)\n").dropFirst().compactMap { block in
        block.firstRange(of: "\n```").map { String(block[..<$0.lowerBound]) }
    }
}
