import HostSystem
import Postgres
import Support
import Testing

/// What a long command shows while it runs: on a terminal, made by script(1), and elsewhere.
struct ProgressTests {
    private static let erasure = "\r\u{1b}[K"

    /// What a terminal received.
    private func onTerminal(
        _ shop: Shop, _ arguments: [String], terminal: String = "xterm", columns: Int = 200
    ) throws -> String {
        let process = try start(shop, arguments, terminal: terminal, columns: columns)
        #expect(process.waitForExit() == 0)
        return try process.output()
    }

    private func start(
        _ shop: Shop, _ arguments: [String], terminal: String = "xterm", columns: Int = 200
    ) throws -> RunningProcess {
        let command = (["\(repositoryRoot)/.build/debug/fraiseql"] + arguments).map(quoteForShell).joined(
            separator: " ")
        let inside = "stty cols \(columns) && exec env TERM=\(terminal) \(command)"
        let environment = "SHELL=/bin/sh DATABASE_URL=\(quoteForShell(shop.database.url))"
        return try RunningProcess(
            "env \(environment) script -qec \(quoteForShell(inside)) /dev/null", in: shop.folder)
    }

    /// The lines that are left on the screen.
    private func screen(_ text: String) -> [String] {
        var lines: [String] = [""]
        for line in text.split(separator: "\r\n" as Character, omittingEmptySubsequences: false) {
            lines[lines.count - 1] = String(line)
            lines.append("")
        }
        return lines.dropLast().map { line in
            String(line).ranges(of: Self.erasure).last.map { String(line[$0.upperBound...]) } ?? line
        }
    }

    @Test func aTerminalSeesOneLineThatIsGoneAtTheEnd() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        let output = try onTerminal(shop, ["db", "apply"])
        let shown = output.ranges(of: Self.erasure)
        #expect(shown.count > 4, "\(output)")
        #expect(output.contains("step 2 of "))
        #expect(output.contains(": public.orders  0 s"), "\(output)")
        #expect(!output.contains(" done in "))
        let left = screen(output)
        #expect(left.count == 2 && left[0].hasPrefix("applied ") && left[1] == "", "\(left)")
    }

    @Test(arguments: ["dumb", "''"])
    func aTerminalWithoutEscapesSeesPlainLines(terminal: String) throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        let output = try onTerminal(shop, ["db", "apply"], terminal: terminal)
        #expect(!output.contains("\u{1b}"), "\(output)")
        #expect(output.contains(": public.orders\r\n"))
        #expect(output.contains(" done in "))
    }

    @Test func aProgramSeesPlainLines() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        #expect(try !onTerminal(shop, ["db", "apply", "--json"]).contains("\u{1b}"))
        let undone = try shop.fraiseql("db", "downgrade", "base")
        #expect(!undone.messages.contains("\u{1b}"))
        #expect(undone.messages.contains(" done in "))
    }

    @Test func theSecondsGoOnWhileAStepRuns() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        let path = "\(shop.folder)/\(try shop.fraiseql("db", "migrate", "slow", "--empty").answer.dropLast())"
        let room = "-- Write the statements of this step here."
        #expect(run("sed -i 's/: your statements/: your \u{1b}[31mstatements/' \(path)/up.sql") == 0)
        let text = try readTextFile("\(path)/up.sql")
        let place = try #require(text.firstRange(of: room))
        try writeFile(
            "\(path)/up.sql", "\(text[..<place.lowerBound])select pg_sleep(1.5);\(text[place.upperBound...])")
        let output = try onTerminal(shop, ["db", "upgrade"])
        #expect(output.contains("your \\u{1b}[31mstatements  1 s"), "\(output)")
        #expect(screen(output).first?.hasPrefix("applied ") == true)
    }

    @Test func aLongOrHostileNameNeitherWrapsNorEscapes() throws {
        let shop = try Shop()
        try shop.database.connect().script(
            """
            create table public.\"\u{1b}[31mred\u{7}\" (id integer primary key);
            create table public.ünïcödé_täblé_nämé_thät_ïs_löng (id integer primary key);
            """)
        try shop.fraiseql("init")
        let output = try onTerminal(shop, ["db", "apply"], columns: 70)
        #expect(output.contains("\\u{1b}[31"), "\(output)")
        #expect(!output.contains("\u{1b}[31") && !output.contains("\u{7}"))
        for line in output.split(separator: Self.erasure).dropLast() { #expect(line.count < 70, "\(line)") }
        #expect(output.contains("…  0 s"))
        #expect(screen(output).first?.hasPrefix("applied ") == true)
    }

    /// As `fraiseql db upgrade | head` does it: nobody reads any more when the first step begins.
    @Test func aReaderThatGoesAwayStopsNothing() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        try shop.fraiseql("db", "migrate", "first")
        #expect(try unread(shop, ["db", "upgrade"]) == 0)
        let status = try shop.fraiseql("db", "status")
        #expect(status.exitCode == 0, "\(status.answer)")
        #expect(try unread(shop, ["db", "downgrade", "base"]) == 0)
        #expect(try unread(shop, ["db", "plan"]) == 2)
    }

    /// The command of `around` ends as it would in a shell.
    @Test func theCommandOfAroundIsEndedByAReaderThatGoesAway() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        try shop.fraiseql("db", "apply")
        let loop = "while echo x; do :; done; echo >survived"
        #expect(try unread(shop, ["db", "around", "--", "bash", "-c", loop]) == 1)
        #expect(!fileExists("\(shop.folder)/survived"))
        #expect(try shop.fraiseql("db", "status").exitCode == 0)
    }

    @Test func anAnswerThatCannotBeWrittenIsAFailure() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        let command = "'\(repositoryRoot)/.build/debug/fraiseql' schema >/dev/full 2>messages"
        #expect(run("cd \(shop.folder) && DATABASE_URL=\(quoteForShell(shop.database.url)) \(command)") == 1)
        let messages = try readTextFile("\(shop.folder)/messages")
        #expect(
            messages.contains("the answer is not whole: write standard output: No space left on device"), "\(messages)")
    }

    /// The exit code of a command whose standard output and error are a pipe that nobody reads.
    private func unread(_ shop: Shop, _ arguments: [String]) throws -> Int32 {
        let command = (["\(repositoryRoot)/.build/debug/fraiseql"] + arguments).map(quoteForShell).joined(
            separator: " ")
        let line = """
            cd \(shop.folder) && rm -f gate && mkfifo gate && export DATABASE_URL=\(quoteForShell(shop.database.url))
            { read go <gate; \(command); echo $? >code; } 2>&1 | { exec <&-; echo go >gate; }
            """
        #expect(run(line) == 0)
        return Int32(try readTextFile("\(shop.folder)/code").dropLast()) ?? -1
    }

    @Test func theTerminalIsLeftToTheCommandOfAround() throws {
        let shop = try Shop()
        try shop.fraiseql("init")
        try shop.fraiseql("db", "apply")
        // Holds what unbind needs, so that there is a line to clear, until unbind has said so.
        let holder = try shop.database.connect()
        try holder.script("begin; lock table api.v_order in access share mode")
        let process = try start(shop, ["db", "around", "--", "echo", "theirs"])
        try waitUntil("unbind waits") { try process.output().contains("another session holds a lock") }
        try holder.script("rollback")
        #expect(process.waitForExit() == 0)
        let left = screen(try process.output())
        #expect(left.drop { $0.hasPrefix("unbound view api.") }.first == "theirs", "\(left)")
        #expect(left.first == "unbound view api.v_address")
    }
}
