import Configuration
import HostSystem
import InstallPlanner
import Migrator
import Postgres
import Support
import Testing

/// Several migrations, several developers.
struct ChainTests {
    @Test func twoBranchesAreRefusedWithTheWayOut() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        let mine = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "mine")
        #expect(run("mv \(mine) \(workplace.folder)/aside") == 0)
        let theirs = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "theirs")
        let name = mine.split(separator: "/").last ?? ""
        #expect(run("mv \(workplace.folder)/aside \(workplace.directory)/10\(name.dropFirst(2))") == 0)
        let error = #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration)
        }
        #expect(error?.description.contains("two migrations follow the same one") == true)
        #expect(error?.description.contains("`fraiseql db migrate NAME`") == true)
        let report = try status(workplace.connection, workplace.configuration)
        #expect(report.problem == error?.description)
        #expect(run("rm -r \(theirs)") == 0)
    }

    /// Somebody may have given the parent an earlier version than those before it.
    @Test func aNewVersionIsLaterThanAll() throws {
        let workplace = try Workplace.shop()
        for (name, version) in [("first", "99990101000059"), ("second", "20000101000000")] {
            _ = try writeEmptyMigration(workplace.connection, workplace.configuration, name: name)
            try workplace.rename(name, version: version)
            try upgrade(workplace.connection, workplace.configuration)
        }
        let third = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "third")
        #expect(third.hasSuffix("/99990101000060_third"), "\(third)")
        #expect(try upgrade(workplace.connection, workplace.configuration).count == 1)
    }

    /// It records what psql ran, which another runner may be about to change.
    @Test func migrateWaitsForNobodyWhoHoldsTheMigrations() throws {
        let workplace = try Workplace.shop()
        let path = try #require(
            try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        #expect(workplace.psql("\(path)/up.sql") == 0)
        let other = try Connection(workplace.url)
        try other.query("select pg_advisory_lock(1179796817, 1)")
        for write in [writeEmptyMigration, { try writeMigration($0, $1, name: $2, companion: $3) ?? "" }] {
            let error = #expect(throws: MigrationError.self) {
                try write(workplace.connection, workplace.configuration, "next", companionObjects())
            }
            guard case .heldByOther = error else { throw try #require(error) }
        }
        #expect(try workplace.value("select count(*) from fraiseql.migration where up_checksum is not null") == "0")
        try other.query("select pg_advisory_unlock(1179796817, 1)")
        _ = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "next")
        #expect(try workplace.value("select count(*) from fraiseql.migration where up_checksum is not null") == "1")
    }

    @Test func migrateRefusesWhileMigrationsWait() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        let error = #expect(throws: MigrationError.self) {
            try writeMigration(workplace.connection, workplace.configuration, name: "second")
        }
        guard case .pending = error else { throw try #require(error) }
        #expect(throws: MigrationError.self) { try apply(workplace.connection, workplace.configuration) }
    }

    @Test func migrateRefusesOnTopOfWhatOnlyTheDatabaseHolds() throws {
        let workplace = try Workplace.shop()
        let path = try #require(try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        try upgrade(workplace.connection, workplace.configuration)
        #expect(run("rm -rf \(path)") == 0)
        let error = #expect(throws: MigrationError.self) {
            try writeMigration(workplace.connection, workplace.configuration, name: "second")
        }
        guard case .notInFolder = error else { throw try #require(error) }
        #expect(try status(workplace.connection, workplace.configuration).hasWork)
        #expect(
            try verify(workplace.connection, workplace.configuration).contains {
                if case .notInFolder = $0 { true } else { false }
            })
        #expect(throws: MigrationError.self) {
            try writeEmptyMigration(workplace.connection, workplace.configuration, name: "Not A Name")
        }
    }

    @Test(arguments: [
        (
            "alter table public.orders alter column total type numeric(14, 2)",
            "public.orders.total is numeric(14,2) not null, not numeric(12,2) not null"
        ),
        (
            "alter table public.orders alter column total drop not null",
            "public.orders.total is numeric(12,2), not numeric(12,2) not null"
        ),
        (
            "alter table public.customers alter column note type json",
            "public.customers.note is json, not jsonb"
        ),
        ("alter table public.customers drop column note", "public.customers.note is not there"),
        ("drop table public.orders", "public.orders is not there"),
    ])
    func aDatabaseWithOtherColumnsIsNoticedBeforeAnythingRuns(change: String, difference: String) throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try workplace.connection.script(change)
        let before = try workplace.dump()
        let error = #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration)
        }
        #expect(error?.description.contains(difference) == true, "\(error?.description ?? "")")
        #expect(try workplace.dump() == before)
    }

    @Test func anEditedFileIsReportedAndTheStoredWayBackIsTaken() throws {
        let workplace = try Workplace.shop()
        let before = try workplace.dump()
        let path = try #require(try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        try upgrade(workplace.connection, workplace.configuration)
        // It would fail now.
        try replace("commit;", "select 1 / 0;\ncommit;", in: "\(path)/down.sql")
        let folder = path.split(separator: "/").last.map(String.init) ?? ""
        #expect(
            try verify(workplace.connection, workplace.configuration)
                == [.editedFile(migration: folder, file: "down.sql")])
        #expect(
            try status(workplace.connection, workplace.configuration).entries.map(\.editedFiles) == [
                ["down.sql"]
            ])
        try writeFile("\(path)/up.sql", try readTextFile("\(path)/up.sql") + "-- another\n")
        #expect(
            try verify(workplace.connection, workplace.configuration)
                == [
                    .editedFile(migration: folder, file: "up.sql"), .editedFile(migration: folder, file: "down.sql"),
                ])
        #expect(
            try status(workplace.connection, workplace.configuration).entries.map(\.editedFiles)
                == [["up.sql", "down.sql"]])
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test func aParentOfAnotherTextIsRefused() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        let second = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "second")
        let text = try readTextFile("\(second)/up.sql")
        let checksum = try #require(try workplace.value("select up_checksum from fraiseql.migration"))
        #expect(text.contains("-- parent-checksum: \(checksum)"))
        try replace(checksum, String(repeating: "0", count: 64), in: "\(second)/up.sql")
        let error = #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration)
        }
        guard case .changedParent = error else { throw try #require(error) }
    }

    @Test func aMigrationWhoseParentIsNowhereIsRefused() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        let second = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "second")
        let first = try #require(try workplace.value("select version from fraiseql.migration"))
        try replace("-- parent: \(first)", "-- parent: 20000101000000", in: "\(second)/up.sql")
        let error = #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration)
        }
        guard case .strayMigration = error else { throw try #require(error) }
        #expect(try workplace.value("select count(*) from fraiseql.migration") == "1")
    }

    @Test func aChangedTableIsAMigrationOfItsOwnAndGoesBackAlone() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        let first = try workplace.dump()
        try workplace.connection.script(
            "alter table public.orders add column placed_on date; create role \(workplace.name)_reporting;"
                + "grant select on api.v_order to \(workplace.name)_reporting")
        let granted = try workplace.dump()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "placed_on")
        var titles: [String] = []
        try upgrade(workplace.connection, workplace.configuration) { progress in
            if case .stepStarted(_, _, _, let title) = progress { titles.append(title) }
        }
        #expect(titles == ["public.orders", "the API model"])
        #expect(try workplace.value("select data ? 'placedOn' from api.v_order") == "t")
        #expect(
            try workplace.value("select has_table_privilege('\(workplace.name)_reporting', 'api.v_order', 'select')")
                == "t")
        try downgrade(workplace.connection, workplace.configuration, to: nil)
        #expect(try workplace.dump() == granted)
        try workplace.connection.script(
            "alter table public.orders drop column placed_on; revoke select on api.v_order from \(workplace.name)_reporting"
        )
        #expect(try workplace.dump() == first)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
    }

    @Test func aRenamedColumnHasItsNewNameOnTheWayBack() throws {
        let workplace = try Workplace.shop()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        try workplace.connection.script("alter table public.orders rename column total to amount")
        let before = try workplace.dump()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "second")
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try workplace.value("select data ->> 'amount' from api.v_order") == "12.50")
        try downgrade(workplace.connection, workplace.configuration, to: nil)
        #expect(try workplace.dump() == before)
        #expect(try workplace.value("select data ->> 'total' from api.v_order") == "12.50")
    }

    @Test func anUpgradeStopsAtAVersionAndADowngradeToo() throws {
        let workplace = try Workplace.shop()
        let first = try #require(try writeMigration(workplace.connection, workplace.configuration, name: "first"))
        try upgrade(workplace.connection, workplace.configuration)
        _ = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "second")
        let version = String(first.split(separator: "/").last?.prefix(14) ?? "")
        #expect(try upgrade(workplace.connection, workplace.configuration, to: version) == [])
        #expect(try upgrade(workplace.connection, workplace.configuration).count == 1)
        #expect(try downgrade(workplace.connection, workplace.configuration, to: .version(version)).count == 1)
        #expect(throws: MigrationError.self) {
            try upgrade(workplace.connection, workplace.configuration, to: "20000101000000")
        }
    }

    @Test func theFirstMigrationMayBeHandWritten() throws {
        let workplace = try Workplace.shop()
        let before = try workplace.dump()
        let path = try writeEmptyMigration(workplace.connection, workplace.configuration, name: "hand")
        let room = "-- Write the statements of this step here."
        try replace(room, "create table public.theirs (id int);", in: "\(path)/up.sql")
        try replace(room, "drop table public.theirs;", in: "\(path)/down.sql")
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try workplace.value("select to_regclass('public.theirs')::text") == "theirs")
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "views")
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try workplace.value("select count(*) from api.v_their") == "0")
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test func aDatabaseWhoseTablesHaveChangedSinceGoesBackToBase() throws {
        let changes = "alter table public.customers drop column note; drop table public.orders"
        let plain = try Workplace.shop()
        try plain.connection.script(changes)
        let expected = try plain.dump()

        let workplace = try Workplace.shop()
        workplace.configuration.grantRole = try workplace.makeRole()
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "first")
        try upgrade(workplace.connection, workplace.configuration)
        let result = try around(workplace.connection, workplace.configuration) { _ in
            run("psql -qX '\(workplace.url)' -c '\(changes)'")
        }
        #expect(result.binding.failed.map(\.object) == ["view api.v_customer", "view api.v_order"])
        _ = try writeMigration(workplace.connection, workplace.configuration, name: "second")
        try upgrade(workplace.connection, workplace.configuration)
        #expect(try verify(workplace.connection, workplace.configuration) == [])
        _ = try apply(workplace.connection, workplace.configuration)
        try downgrade(workplace.connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == expected)
    }
}
