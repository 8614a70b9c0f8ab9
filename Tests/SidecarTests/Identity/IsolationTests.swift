import Postgres
import SQLText
import Support
import Testing

@testable import Sidecar

/// Roles that policies do not hold, found in the catalog.
struct IsolationTests {
    private let database: TestDatabase
    private let suffix: String
    private let owner: Connection

    init() throws {
        database = try PrivateCluster.shared.makeDatabase()
        suffix = database.name
        owner = try database.connect()
        try owner.script(
            """
            create table orders (id int);
            create table notes (id int);
            create role login_\(suffix) login noinherit;
            create role reader_\(suffix);
            grant reader_\(suffix) to login_\(suffix);
            """)
    }

    private func isolation(_ roles: [String] = ["reader"], user: String? = nil) throws -> Isolation {
        let connection = try Connection(
            PrivateCluster.shared.url(database.name, user: user ?? "login_\(suffix)"))
        return try readIsolation(
            connection, roles: roles.map { "\($0)_\(suffix)" },
            relations: [QualifiedName("public", "orders"), QualifiedName("public", "notes")])
    }

    /// The troubles without the names' suffix.
    private func troubles(_ script: String, _ roles: [String] = ["reader"]) throws -> [String] {
        try owner.script(script)
        return try isolation(roles).troubles.map { text in
            text.split(separator: "_\(suffix)", omittingEmptySubsequences: false).joined()
        }
    }

    @Test func rolesWithoutRightsOfTheirOwnAreSound() throws {
        #expect(try isolation() == Isolation())
        #expect(try isolation().verdict(identifies: true) == .sound)
    }

    @Test func rolesThatAreMissingOrNotGrantedAreTold() throws {
        #expect(
            try troubles("create role other_\(suffix)", ["reader", "other", "nobody"]) == [
                "there is no role \"nobody\", which [auth] names",
                "the login \"login\" may not become \"other\", which [auth] names",
            ])
    }

    @Test func whoeverBypassesPoliciesIsTold() throws {
        #expect(
            try troubles("alter role reader_\(suffix) bypassrls") == [
                "the role \"login\" can become \"reader\", which has BYPASSRLS", "the role \"reader\" has BYPASSRLS",
            ])
        #expect(
            try troubles("alter role reader_\(suffix) nobypassrls superuser") == [
                "the role \"login\" can become \"reader\", which is a superuser", "the role \"reader\" is a superuser",
            ])
        #expect(
            try troubles(
                """
                alter role reader_\(suffix) nosuperuser;
                create role chief_\(suffix) noinherit bypassrls;
                create role between_\(suffix) noinherit;
                grant chief_\(suffix) to between_\(suffix);
                grant between_\(suffix) to login_\(suffix);
                """) == ["the role \"login\" can become \"chief\", which has BYPASSRLS"])
        #expect(try troubles("alter role login_\(suffix) bypassrls").contains("the role \"login\" has BYPASSRLS"))
    }

    @Test func ownersOfWhatIsExposedAreTold() throws {
        #expect(
            try troubles("create role team_\(suffix); alter table orders owner to team_\(suffix)") == [])
        #expect(
            try troubles("grant team_\(suffix) to reader_\(suffix)") == [
                "the role \"login\" can become \"team\", which owns public.orders",
                "the role \"reader\" can become \"team\", which owns public.orders",
            ])
    }

    /// A superuser is told once, whatever it could become.
    @Test func aSuperuserIsAWarningUntilSomethingDependsOnPolicies() throws {
        let isolation = try isolation([], user: "postgres")
        #expect(isolation.troubles == ["the role \"postgres\" is a superuser"])
        guard case .bypassed = isolation.verdict(identifies: false) else {
            Issue.record("\(isolation)")
            return
        }
        guard case .refused(let reason) = isolation.verdict(identifies: true) else {
            Issue.record("served")
            return
        }
        #expect(reason.hasSuffix("is a superuser: docs/least-privilege.md has the roles to use"))
        try owner.script("alter table notes enable row level security")
        let protected = try self.isolation([], user: "postgres")
        guard case .refused(let other) = protected.verdict(identifies: false) else {
            Issue.record("served")
            return
        }
        #expect(other.hasPrefix("public.notes has row-level security, which requests would not be held to"))
        #expect(try self.isolation().verdict(identifies: true) == .sound)
    }
}
