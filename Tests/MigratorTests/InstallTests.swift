import CatalogModel
import Configuration
import HostSystem
import Migrator
import Postgres
import SchemaMapping
import SQLText
import Support
import Testing

struct InstallTests {
    @Test func aViewIsPlannedAppliedAndTakenBack() throws {
        let database = try Workplace.shop()
        let before = try database.dump()
        let plan = try planMigration(database.connection, database.configuration)
        #expect(planText(plan, database.configuration).contains("create view api.v_customer"))
        #expect(try database.dump() == before)

        let version = try apply(database.connection, database.configuration)
        #expect(version != nil)
        let document = try database.connection.query("select data ->> 'fullName' from api.v_customer").single
        #expect(document == "Ada Lovelace")
        let again = try apply(database.connection, database.configuration)
        #expect(again == nil)

        try downgrade(database.connection, database.configuration, to: .base)
        #expect(try database.dump() == before)
    }

    @Test func aMigrationIsWrittenAppliedByStepsAndTakenBackFromTheStoredCopy() throws {
        let database = try Workplace.shop()
        let before = try database.dump()
        let configuration = database.configuration
        let path = try #require(
            try writeMigration(database.connection, configuration, name: "first"))
        var messages: [String] = []
        let ran = try upgrade(database.connection, configuration) {
            messages.append($0.description)
        }
        #expect(ran.count == 1)
        #expect(messages.contains { $0.contains("step 2 of 4: public.customers") })
        #expect(run("rm -rf \(path)") == 0)
        try downgrade(database.connection, configuration, to: .base)
        #expect(try database.dump() == before)
    }

    /// Running sidecars listen (Sidecar/Model/ModelKeeper.swift).
    @Test func aModelThatComesIntoForceIsToldToWhoListens() throws {
        let database = try Workplace.shop()
        let listener = try Connection(database.url)
        #expect(try listener.listen("fraiseql_model"))
        _ = try apply(database.connection, database.configuration)
        try waitUntil("the first model is told") { try listener.takeNotifications() }
        try database.connection.query("alter table public.orders add column note text")
        _ = try apply(database.connection, database.configuration)
        try waitUntil("the second model is told") { try listener.takeNotifications() }
        #expect(try apply(database.connection, database.configuration) == nil)
        try listener.query("select 1")
        #expect(try !listener.takeNotifications())
    }

    @Test func psqlRunsTheSameScriptAndIsRecognised() throws {
        let database = try Workplace.shop()
        let before = try database.dump()
        let configuration = database.configuration
        let path = try #require(
            try writeMigration(database.connection, configuration, name: "first"))
        #expect(run("psql -qX -v ON_ERROR_STOP=1 '\(database.url)' -f \(path)/up.sql") == 0)
        #expect(try database.connection.query("select count(*) from api.v_customer").single == "1")
        #expect(try upgrade(database.connection, configuration).isEmpty)
        #expect(try database.connection.query("select up_checksum is not null from fraiseql.migration").single == "t")
        #expect(run("psql -qX -v ON_ERROR_STOP=1 '\(database.url)' -f \(path)/down.sql") == 0)
        #expect(try database.dump() == before)
    }
}
