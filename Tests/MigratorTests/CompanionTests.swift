import Configuration
import InstallPlanner
import Migrator
import Postgres
import Support
import Testing

/// The companion as later releases change it: tables, functions, their parameters.
struct CompanionTests {
    /// A release with a table that grows partitions, a new column, a function that is new, one that has another body,
    /// the bookkeeping one with another parameter, and one that is gone.
    private static var next: [InstallObject] {
        let folder = RecordsFolder(
            name: "0009_notes",
            up: """
                create table fraiseql.note (
                    id bigint generated always as identity,
                    on_day date not null
                ) partition by range (on_day);
                comment on table fraiseql.note is 'Notes.';
                create index note_on_day on fraiseql.note (on_day);
                alter table fraiseql.migration add column remark text;
                """,
            down: """
                alter table fraiseql.migration drop column if exists remark;
                drop table if exists fraiseql.note;
                """)
        let routines = embeddedRoutines().filter { !$0.contains("fraiseql.revoke_columns(") }.map { file in
            if file.contains("procedure fraiseql.end_step(") {
                return replaced("begin\n    if", "begin\n    perform 1;\n    if", in: file)
            }
            guard file.contains("procedure fraiseql.record_object(") else { return file }
            let parameter = "tables text[] default '{}'"
            return replaced(
                "text, text[])", "text, text[], integer)",
                in: replaced(parameter, "\(parameter),\n    remark integer default 0", in: file))
        }
        let note = """
            create or replace function fraiseql.add_note(on_day date) returns bigint
                language sql
                security invoker
                set search_path = ''
            begin atomic
                insert into fraiseql.note (on_day)
                values (add_note.on_day)
                returning id;
            end;
            comment on function fraiseql.add_note(date) is
                'Adds a note.';
            """
        return companionObjects(records: embeddedRecords() + [folder], routines: routines + [note])
    }

    private static func replaced(_ part: String, _ other: String, in text: String) -> String {
        guard let range = text.firstRange(of: part) else { return "nothing to replace in \(text)" }
        return String(text[..<range.lowerBound]) + other + String(text[range.upperBound...])
    }

    private func identities(_ plan: MigrationPlan) -> [String] {
        plan.groups.flatMap(\.changes).map { change in
            switch change {
            case .create(let object): "create \(object.identity)"
            case .replace(let object, _): "replace \(object.identity)"
            case .drop(let object): "drop \(object.identity)"
            case .revoke(let object): "revoke \(object.identity)"
            }
        }
    }

    @Test func aReleaseThatChangesItIsAMigrationAndGoesBack() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        workplace.configuration.grantRole = try workplace.makeRole()
        let before = try workplace.dump()
        _ = try writeMigration(connection, workplace.configuration, name: "first")
        try upgrade(connection, workplace.configuration)
        let first = try workplace.dump()

        let plan = try planMigration(connection, workplace.configuration, companion: Self.next)
        #expect(
            identities(plan) == [
                "create records 0009_notes", "replace function fraiseql.end_step(text, integer, text)",
                "create function fraiseql.record_object(\(Self.recordTypes), integer)",
                "create function fraiseql.add_note(date)",
                "drop function fraiseql.revoke_columns(text, text[], text)",
                "drop function fraiseql.record_object(\(Self.recordTypes))",
            ])
        let path = try #require(
            try writeMigration(connection, workplace.configuration, name: "next", companion: Self.next))
        try upgrade(connection, workplace.configuration)
        #expect(try workplace.value("select count(*) from pg_proc where proname = 'record_object'") == "1")
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration, companion: Self.next).isEmpty)
        let second = try workplace.dump()

        try downgrade(connection, workplace.configuration, to: nil)
        #expect(try workplace.dump() == first)
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration).isEmpty)

        #expect(workplace.psql("\(path)/up.sql") == 0)
        #expect(try workplace.dump() == second)
        #expect(workplace.psql("\(path)/down.sql") == 0)
        #expect(try workplace.dump() == first)
        try upgrade(connection, workplace.configuration)
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    private static let recordTypes = "text, text, text, text, text, text[], text, text, text[]"

    @Test func partitionsThatGrewAreNoDriftAndInNobodysWay() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        let before = try workplace.dump()
        _ = try apply(connection, workplace.configuration, companion: Self.next)
        try connection.script(
            """
            create table fraiseql.note_2026 partition of fraiseql.note
                for values from ('2026-01-01') to ('2027-01-01');
            """)
        #expect(try workplace.value("select fraiseql.add_note('2026-01-01')") == "1")
        #expect(try verify(connection, workplace.configuration) == [])
        #expect(try planMigration(connection, workplace.configuration, companion: Self.next).isEmpty)
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.dump() == before)
    }

    @Test(arguments: [
        "create table fraiseql.theirs (id integer)", "create function fraiseql.theirs() returns int return 1",
        "create type api.theirs as enum ('a')", "create type fraiseql.theirs as (a integer)",
        "create view public.theirs as select fraiseql.object_definition('view', 'a')",
        "create function public.theirs(api.v_order) returns int return 1",
    ])
    func whatOthersPutThereIsNamedBeforeAnythingIsDropped(statement: String) throws {
        let workplace = try Workplace.shop()
        _ = try apply(workplace.connection, workplace.configuration)
        try workplace.connection.script(statement)
        let before = try workplace.dump()
        let error = #expect(throws: MigrationError.self) {
            try downgrade(workplace.connection, workplace.configuration, to: .base)
        }
        guard case .dependents(let names) = error else { throw try #require(error) }
        #expect(names.count == 1)
        #expect(names.allSatisfy { $0.contains("theirs") })
        #expect(try workplace.dump() == before)
    }

    @Test func aHandWrittenMigrationFirstMakesWhatTheReleaseNeeds() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        _ = try writeMigration(connection, workplace.configuration, name: "first")
        try upgrade(connection, workplace.configuration)
        let first = try workplace.dump()
        _ = try writeEmptyMigration(connection, workplace.configuration, name: "hand", companion: Self.next)
        try upgrade(connection, workplace.configuration)
        #expect(try workplace.value("select count(*) from fraiseql.note") == "0")
        try downgrade(connection, workplace.configuration, to: nil)
        #expect(try workplace.dump() == first)
    }

    @Test func aFunctionThatHandsDroppedOrOpenedToOthersIsDriftAndMadeAgain() throws {
        let workplace = try Workplace.shop()
        let connection = workplace.connection
        _ = try writeMigration(connection, workplace.configuration, name: "first")
        try upgrade(connection, workplace.configuration)
        try connection.script(
            """
            drop procedure fraiseql.forget_object(text, text);
            grant execute on function fraiseql.object_grants(text, text) to public;
            """)
        #expect(
            Set(try verify(connection, workplace.configuration)) == [
                .dropped(ObjectIdentity(.function, "fraiseql.forget_object(text, text)")),
                .granted(
                    ObjectIdentity(.function, "fraiseql.object_grants(text, text)"),
                    "grant execute on function fraiseql.object_grants(text, text) to public;"),
            ])
        _ = try apply(connection, workplace.configuration)
        #expect(try planMigration(connection, workplace.configuration).isEmpty)
        try downgrade(connection, workplace.configuration, to: .base)
        #expect(try workplace.value("select to_regnamespace('fraiseql')::text") == nil)
    }

    @Test func noMigrationIsPromisedForTablesWithRecords() throws {
        let workplace = try Workplace.shop()
        _ = try apply(workplace.connection, workplace.configuration)
        try workplace.connection.script("alter table fraiseql.migration add column remark text")
        let drift = try verify(workplace.connection, workplace.configuration).map(\.description)
        #expect(drift.count == 1)
        #expect(drift.first?.contains("was changed by hand: no migration makes tables with records again") == true)
    }

    @Test func nobodyElseMayCallItsFunctions() throws {
        let workplace = try Workplace.shop()
        let role = try workplace.makeRole()
        workplace.configuration.grantRole = role
        _ = try apply(workplace.connection, workplace.configuration)
        let callable = try workplace.value(
            """
            select count(*)
            from pg_proc
            where pronamespace = 'fraiseql'::regnamespace and has_function_privilege('\(role)', oid, 'execute')
            """)
        #expect(callable == "0")
    }
}
