import Configuration
import Glibc
import HostSystem
import Migrator
import Postgres
import Support
import Testing

/// A folder of migrations as people, editors, tools and disks leave it.
struct FolderTests {
    private static let second = "20990101000000_second"

    /// A shop with an applied migration, and a folder for a second one in which a command of the shell makes a mess.
    private func shop(_ mess: String) throws -> Workplace {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        let first = try listDirectory(workplace.directory)[0]
        #expect(
            run("cd \(workplace.directory) && cp -r \(first) \(Self.second) && cd \(Self.second) && \(mess)") == 0)
        return workplace
    }

    @Test(arguments: [
        (
            #"printf '\357\273\277' >new && cat up.sql >>new && mv new up.sql"#,
            "/up.sql: the file starts with a byte order mark"
        ),
        ("rm up.sql && mkfifo up.sql", "/up.sql: this is a named pipe"),
        ("ln -sf /dev/zero up.sql", "/up.sql: this is a device"),
        ("rm up.sql && mkdir up.sql", "/up.sql: this is a folder"),
        ("rm down.sql", "/down.sql: there is no such file: restore it"),
        ("ln -sf nowhere down.sql", "/down.sql: this is a link that leads nowhere"),
        ("rm up.sql && ln -s up.sql up.sql", "/up.sql: this is a link that leads nowhere"),
        ("truncate -s 100G up.sql", "/up.sql: this script has 102400 MiB, and 64 are the most"),
        (#"printf -- '-- one\n-- \377\n' >down.sql"#, "/down.sql: line 2 is not UTF-8 from column 4 on"),
        (#"printf 'select 1\0; drop table theirs;\n' >>up.sql"#, "holds a null character"),
        ("rm *", "/up.sql: there is no such file"),
        ("rm -r $PWD && touch $PWD", "second: this file is named like a migration"),
        ("rm -r $PWD && ln -s nowhere $PWD", "second: this link that leads nowhere is named like a migration"),
        ("rm -r $PWD && mkfifo $PWD", "second: this named pipe is named like a migration"),
    ])
    func whatCannotBeReadIsNamedAndHidesNothingElse(mess: String, message: String) throws {
        let workplace = try shop(mess)
        let report = try status(workplace.connection, workplace.configuration)
        #expect(report.entries.map(\.name) == ["first"])
        #expect(report.entries.map(\.state) == [.applied])
        #expect(report.unreadable.count == 1 && report.unreadable.first?.contains(message) == true, "\(report)")
        #expect(report.hasWork)
        let error = #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration)
        }
        #expect(error?.description == report.unreadable.first)
        #expect(
            try verify(workplace.connection, workplace.configuration)
                == report.unreadable.map { .unreadable($0) })
    }

    @Test func aScriptThatMayNotBeReadIsNamed() throws {
        let workplace = try shop("chmod 000 up.sql")
        // Not below the folder of the cluster, which only its owner enters.
        let elsewhere = "/tmp/\(workplace.name)-\(getpid())"
        #expect(run("mkdir \(elsewhere) && mv \(workplace.directory)/* \(elsewhere)/") == 0)
        defer { _ = run("rm -r \(elsewhere)") }
        workplace.configuration.migrationsDirectory = elsewhere
        let report = try asOrdinaryUser { try status(workplace.connection, workplace.configuration) }
        #expect(report.entries.map(\.name) == ["first"])
        let trouble = try #require(report.unreadable.first)
        #expect(trouble.hasSuffix("Permission denied): correct its permissions, or restore it"), "\(trouble)")
    }

    /// Root reads every file, unless its thread gives that up.
    private func asOrdinaryUser<Result>(_ body: () throws -> Result) throws -> Result {
        typealias SetFileUser = @convention(c) (uid_t) -> CInt
        let setFileUser = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: SetFileUser.self)
        let former = setFileUser(65534)
        defer { _ = setFileUser(uid_t(former)) }
        return try body()
    }

    @Test func aBrokenScriptOfAnAppliedMigrationIsStillInTheFolder() throws {
        let workplace = try shop("rm -r $PWD && rm ../*_first/up.sql")
        let report = try status(workplace.connection, workplace.configuration)
        #expect(report.entries.map(\.isInFolder) == [true])
        #expect(report.unreadable.count == 1 && report.problem == nil)
    }

    @Test func theFolderItselfMayBeSomethingElse() throws {
        let workplace = try shop("rm -r ../../migrations && touch ../../migrations")
        let report = try status(workplace.connection, workplace.configuration)
        #expect(report.entries.map(\.name) == ["first"])
        #expect(report.unreadable.first?.contains("where the folder of the migrations belongs") == true)
        #expect(throws: MigrationError.self) {
            try writeEmptyMigration(workplace.connection, workplace.configuration, name: "next")
        }
    }

    @Test(arguments: [
        "", "_", "___", "-", "été", "Big", "a b", "a/b", "../a", "\u{1b}[2J", String(repeating: "x", count: 300),
    ])
    func aNameThatNoFolderShouldHaveIsRefused(name: String) throws {
        let workplace = try Workplace.shop()
        let error = #expect(throws: MigrationError.self) {
            try writeMigration(workplace.connection, workplace.configuration, name: name)
        }
        guard case .invalidName = error else { throw try #require(error) }
        #expect(!fileExists(workplace.directory))
    }

    @Test func theLongestNameIsAFolder() throws {
        let workplace = try Workplace.shop()
        let name = String(repeating: "x", count: 240)
        #expect(try writeMigration(workplace.connection, workplace.configuration, name: name) != nil)
        #expect(try upgrade(workplace.connection, workplace.configuration).first?.hasSuffix(name) == true)
    }
}
