import HostSystem
import JSONText
import Postgres
import Support
import Testing

struct UsageTests {
    @Test(arguments: [
        (["db", "pln"], "did you mean \"plan\"?"), (["db", "plan", "--josn"], "did you mean \"--json\"?"),
        (["db", "migrate"], "missing NAME"), (["db", "plan", "x"], "too many arguments"),
        (["version", "--config"], "--config needs a value"), (["version", "--json=1"], "--json takes no value"),
        (["version", "--json", "--json"], "--json stands twice"), (["db", "around"], "nothing stands behind \"--\""),
        (["version", "--", "x"], "means nothing to this command"), (["nothing"], "unknown command \"nothing\""),
    ])
    func aWrongCommandLineSaysWhatIsWrong(arguments: [String], message: String) throws {
        let folder = try makeFolder()
        let result = try runFraiseQL(arguments, in: folder)
        #expect(result.exitCode == 64)
        #expect(result.messages.contains(message), "\(result.messages)")
        #expect(result.answer == "")
    }

    @Test func everyCommandHasHelpWithAnExample() throws {
        let folder = try makeFolder()
        let overview = try runFraiseQL([], in: folder)
        #expect(overview.exitCode == 0)
        let commands = overview.answer.split(separator: "\n").filter { $0.hasPrefix("  ") }.map { line in
            line.dropFirst(2).components(before: "  ")
        }
        #expect(commands.count > 10)
        for command in commands {
            let help = try runFraiseQL(command.split(separator: " ").map(String.init) + ["--help"], in: folder)
            #expect(help.exitCode == 0)
            #expect(help.answer.contains("example:\n  fraiseql \(command)"), "\(command)")
            #expect(try runFraiseQL(["help"] + command.split(separator: " ").map(String.init), in: folder) == help)
        }
    }

    @Test func theConfigurationsErrorsCarryTheirPlace() throws {
        let folder = try makeFolder()
        #expect(try runFraiseQL(["db", "plan"], in: folder).messages.contains("run 'fraiseql init' first"))
        try writeFile("\(folder)/fraiseql.toml", "[api]\nshcemas = [\"public\"]\n")
        let result = try runFraiseQL(["db", "plan"], in: folder)
        #expect(result.exitCode == 1)
        #expect(
            result.messages.contains("fraiseql.toml:2:1: unknown key \"shcemas\" in [api]; did you mean \"schemas\"?"))
    }

    @Test(arguments: [
        ("mkfifo fraiseql.toml", "fraiseql.toml is a named pipe, where the configuration belongs"),
        ("ln -s /dev/zero fraiseql.toml", "fraiseql.toml is a device, where"),
        ("mkdir fraiseql.toml", "fraiseql.toml is a folder, where"),
        ("truncate -s 100M fraiseql.toml", "fraiseql.toml has 100 MiB, and 8 are the most"),
        (#"printf '[api]\n# h\303\251 \351\n' >fraiseql.toml"#, "fraiseql.toml:2:6: this is not UTF-8"),
        (#"printf '\377' >fraiseql.toml"#, "fraiseql.toml:1:1: this is not UTF-8"),
        (#"printf '[api]\n# \303' >fraiseql.toml"#, "fraiseql.toml:2:3: this is not UTF-8"),
    ])
    func aFileThatCannotHoldAConfigurationIsRefusedAtOnce(mess: String, message: String) throws {
        let folder = try makeFolder()
        #expect(run("cd \(folder) && \(mess)") == 0)
        for options in [[], ["--config", "fraiseql.toml"]] {
            let result = try runFraiseQL(["db", "plan"] + options, in: folder)
            #expect(result.exitCode == 1)
            #expect(result.messages.contains(message), "\(result.messages)")
        }
        let absent = try runFraiseQL(["db", "plan", "--config", "none.toml"], in: folder)
        #expect(absent.messages.contains("there is no none.toml: run 'fraiseql init' first"), "\(absent.messages)")
    }

    /// No database is asked for what the text alone tells.
    @Test(arguments: [
        ["check"], ["schema"], ["serve", "--listen", "127.0.0.1:0"], ["explain", "{ a }"], ["db", "plan"],
        ["db", "migrate", "x"], ["db", "upgrade"], ["db", "downgrade"], ["db", "status"], ["db", "verify"],
        ["db", "apply"], ["db", "unbind"], ["db", "bind"], ["db", "around", "--", "true"],
    ])
    func theTextsErrorsComeBeforeTheDatabase(command: [String]) throws {
        let folder = try makeFolder()
        try writeFile("\(folder)/fraiseql.toml", "[api]\nmax_depth = 0\n")
        let result = try runFraiseQL(command, in: folder, database: "host=/nonexistent")
        #expect(result.exitCode == 1)
        #expect(result.messages.contains("fraiseql.toml:2:13: [api] max_depth"), "\(result.messages)")
        #expect(!result.messages.contains("cannot connect"), "\(result.messages)")
    }

    @Test(arguments: [
        (["db", "migrate", "My Name"], 64, "'My Name' is no name for a migration"),
        (["db", "migrate", "apply"], 1, "'apply' is what `fraiseql db apply` calls its migrations"),
        (["explain", "{ a"], 1, "1:4: "), (["explain", "{ a }", "--variables", "[]"], 64, "takes a JSON object"),
        (
            ["explain", "{ a }", "--variables", "{id: 1}"], 64,
            "--variables: invalid JSON near byte 1, at `id: 1}`; it takes"
        ),
        (
            ["explain", "{ a }", "--variables", "{\"id\": "], 64,
            "near byte 0, at `{\"id\": `; it takes a JSON object, such as '{\"id\": 1}'"
        ),
        (["explain"], 64, "missing QUERY, or a file with it as --file FILE"),
        (["explain", "{ a }", "--file", "q"], 64, "QUERY and --file both name a query"),
        (["explain", "--file", "none.graphql"], 1, "open none.graphql: No such file or directory"),
        (["explain", "none.graphql"], 1, "for that of a file: fraiseql explain --file none.graphql"),
        (["explain", "fraiseql.toml"], 1, "for that of a file: fraiseql explain --file fraiseql.toml"),
    ])
    func soDoThoseOfTheCommandLine(command: [String], exitCode: Int32, message: String) throws {
        let folder = try makeFolder()
        try writeFile("\(folder)/fraiseql.toml", "")
        let result = try runFraiseQL(command, in: folder, database: "host=/nonexistent")
        #expect(result.exitCode == exitCode)
        #expect(result.messages.contains(message), "\(result.messages)")
        #expect(!result.messages.contains("cannot connect"), "\(result.messages)")
    }

    @Test func whatTheDatabaseLacksIsSaidAtItsPlaceInTheFile() throws {
        let shop = try Shop()
        try writeFile("\(shop.folder)/other.toml", "[api]\nexclude = [\"public.ordres\"]\n")
        let result = try shop.fraiseql("check", "--config", "other.toml")
        #expect(result.exitCode == 2)
        #expect(
            result.answer.contains("other.toml:2:12: the database has no table or view public.ordres; did you mean"))
    }

    @Test func checkSaysEverythingThatIsWrongInTheFileAtOnce() throws {
        let shop = try Shop()
        try writeFile(
            "\(shop.folder)/fraiseql.toml",
            """
            [server]
            listen = "8080"
            [api]
            schemas = ["public", "sale"]
            exclude = ["public.ordres"]
            max_page_size = 0
            """)
        let result = try shop.fraiseql("check")
        #expect(result.exitCode == 1)
        let messages = [
            "2:10: [server] listen: \"8080\" is no HOST:PORT", "4:22: the database has no schema \"sale\"",
            "5:12: the database has no table or view public.ordres", "6:17: [api] max_page_size must be from 1",
        ]
        let lines = result.messages.split(separator: "\n")
        #expect(lines.count == messages.count, "\(result.messages)")
        for (line, message) in zip(lines, messages) { #expect(line.contains("fraiseql.toml:\(message)"), "\(line)") }
        // The others say what the text alone tells.
        let serve = try shop.fraiseql("serve")
        #expect(serve.exitCode == 1)
        #expect(serve.messages.contains("fraiseql.toml:2:10: [server] listen"), "\(serve.messages)")
        #expect(try shop.fraiseql("serve", "--config", "none.toml", "--listen", "8080").exitCode == 1)
    }

    @Test func aRoleThatIsNotThereIsRefusedBeforeAnythingIsWritten() throws {
        let shop = try Shop()
        try writeFile("\(shop.folder)/fraiseql.toml", "[api]\nschemas = [\"public\"]\nrole = \"postgers\"\n")
        let message = "error: fraiseql.toml:3:8: there is no role \"postgers\"; did you mean \"postgres\"?"
        let check = try shop.fraiseql("check")
        #expect(check.exitCode == 2)
        #expect(check.answer.hasPrefix("\(message) [unknown-reference]\n"), "\(check.answer)")
        for command in [["db", "plan"], ["db", "migrate", "first"], ["db", "apply"]] {
            let result = try runFraiseQL(command, in: shop.folder, database: shop.database.url)
            #expect(result.exitCode == 1)
            #expect(result.messages.contains(message), "\(command): \(result.messages)")
            #expect(result.answer == "")
        }
        #expect(!fileExists("\(shop.folder)/migrations"))
        #expect(try shop.database.connect().query("select to_regnamespace('fraiseql')::text").single == nil)
    }

    @Test func statusSaysWhatIsWrongInTheFileLineByLine() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        try shop.fraiseql("db", "apply")
        try writeFile("\(shop.folder)/fraiseql.toml", "[api]\nexclude = [\"public.ordres\", \"public.usres\"]\n")
        let status = try shop.fraiseql("db", "status")
        #expect(status.exitCode == 2)
        let problems = status.answer.split(separator: "\n").filter { $0.hasPrefix("problem: error: fraiseql.toml:2:") }
        #expect(problems.count == 2, "\(status.answer)")
    }

    @Test func explainAnswersItsErrorsAsJSON() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        try shop.fraiseql("db", "apply")
        let result = try shop.fraiseql("explain", "--json", "{ ordrs { id } }")
        #expect(result.exitCode == 1)
        let errors = try JSONReader(parseJSON(result.answer)).array("errors") { (item) throws(JSONError) in
            try item.member("extensions").string("code")
        }
        #expect(errors == ["GRAPHQL_VALIDATION_FAILED"])
        let text = try shop.fraiseql("explain", "{ ordrs { id } }")
        #expect(text.answer == "")
        #expect(text.messages.hasPrefix("fraiseql: 1:3: "), "\(text.messages)")
    }

    @Test func explainReadsAFileAndStandardInput() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        try shop.fraiseql("db", "apply")
        let query = "query ($n: Int!) { orders(limit: $n) { id } }\n"
        try writeFile("\(shop.folder)/q.graphql", query)
        let variables = ["--variables", "{\"n\": 3}"]
        let given = try runFraiseQL(["explain", query] + variables, in: shop.folder, database: shop.database.url)
        #expect(given.exitCode == 0 && given.answer.contains("api.v_order"), "\(given.messages)")
        let file = try runFraiseQL(
            ["explain", "--file", "q.graphql"] + variables, in: shop.folder, database: shop.database.url)
        #expect(file == given)
        let command =
            "'\(repositoryRoot)/.build/debug/fraiseql' explain --file - --variables '{\"n\": 3}' <q.graphql >read"
        #expect(run("cd \(shop.folder) && DATABASE_URL=\(quoteForShell(shop.database.url)) \(command)") == 0)
        #expect(try readTextFile("\(shop.folder)/read") == given.answer)
    }

    @Test func aDatabaseThatIsNotThereIsSaid() throws {
        let folder = try makeFolder()
        try writeFile("\(folder)/fraiseql.toml", "")
        #expect(try runFraiseQL(["db", "plan"], in: folder).messages.contains("no database is named"))
        let result = try runFraiseQL(["check", "--database-url", "host=/nonexistent"], in: folder)
        #expect(result.exitCode == 1)
        #expect(result.messages.contains("cannot connect to the database"))
        #expect(!result.messages.contains("\t") && !result.messages.contains("\\u{9}"), "\(result.messages)")
    }

    @Test func jsonAnswersAreJSON() throws {
        let shop = try Shop()
        for arguments in [
            ["version"], ["init"], ["check"], ["schema"], ["db", "plan"], ["db", "status"], ["db", "apply"],
            ["db", "verify"], ["explain", "{ orders { id } }"], ["db", "unbind"], ["db", "bind"],
        ] {
            let result = try runFraiseQL(arguments + ["--json"], in: shop.folder, database: shop.database.url)
            #expect([0, 2].contains(result.exitCode), "\(arguments): \(result.messages)")
            #expect(throws: Never.self, "\(arguments)") { try parseJSON(result.answer) }
        }
    }

    private func makeFolder() throws -> String {
        let folder = "\(PrivateCluster.shared.socketDirectory)/usage-\(UInt64.random(in: 0...UInt64.max))"
        try makeDirectory(folder)
        return folder
    }
}

extension Substring {
    fileprivate func components(before separator: String) -> String {
        guard let range = firstRange(of: separator) else { return String(self) }
        return String(self[..<range.lowerBound])
    }
}
