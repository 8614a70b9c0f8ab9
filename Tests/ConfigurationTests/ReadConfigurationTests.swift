import Configuration
import SQLText
import Testing

private func read(_ text: String, environment: [String: String] = [:]) throws(ConfigurationErrors) -> Configuration {
    try readConfiguration(text) { environment[$0] }
}

private func errors(_ text: String) -> String {
    do throws(ConfigurationErrors) {
        _ = try read(text)
        return "none"
    } catch { return error.description }
}

struct ReadConfigurationTests {
    @Test func anEmptyFileIsTheDefaults() throws {
        #expect(try read("") == Configuration())
    }

    @Test func everyKeyOfTheTableIsRead() throws {
        let text = """
            [database]
            url = "postgresql://${USER}:${PASS}@db/shop?x=$1"
            [api]
            schemas = ["public", "Sales"]
            schema = "graphql"
            exclude = ["public.audit", "public.users.password_hash", 'Sales."a.b"."c""d"']
            role = "web"
            default_page_size = 20
            max_page_size = 100
            max_depth = 8
            [tenancy]
            column = "tenant_id"
            trusted_logins = ["sidecar"]
            tables = ["public.users"]
            force = true
            [tenancy.existing_roles]
            shop = "all"
            analyst = "tenant"
            [migrations]
            directory = "db/fraiseql"
            lock_timeout = "500ms"
            lock_attempts = 3
            event_trigger = true
            [server]
            listen = "0.0.0.0:80"
            unix = "/run/fraiseql.sock"
            loops = 2
            database_connections = 3
            client_connections = 10
            queue_length = 5
            max_body_size = 2048
            max_batch = 7
            compression = false
            introspection = false
            suggestions = false
            cors_origins = ["https://app.example.com", "http://localhost:3000", "*"]
            request_timeout = "1s"
            idle_timeout = "2min"
            statement_timeout = "250ms"
            drain_timeout = "1h"
            [tables."public.users"]
            type = "Account"
            single = "account"
            list = "accounts"
            embed = ["orders"]
            [tables."public.users".columns]
            "legacy nm" = "name"
            [tables."public.orders".relations]
            orders_buyer_fkey = { to_one = "buyer", to_many = "purchases" }
            """
        let users = QualifiedName("public", "users")
        var expected = Configuration()
        expected.databaseURL = "postgresql://me:secret@db/shop?x=$1"
        expected.exposedSchemas = ["public", "Sales"]
        expected.apiSchema = "graphql"
        expected.excludedRelations = [QualifiedName("public", "audit")]
        expected.excludedColumns = [
            ColumnName(users, "password_hash"), ColumnName(QualifiedName("Sales", "a.b"), "c\"d"),
        ]
        expected.grantRole = "web"
        expected.defaultPageSize = 20
        expected.maximumPageSize = 100
        expected.maximumDepth = 8
        expected.tenancy.column = "tenant_id"
        expected.tenancy.columnPlace = ConfigurationPlace(line: 12, column: 10)
        expected.tenancy.trustedLogins = ["sidecar"]
        expected.tenancy.adopted = [users]
        expected.tenancy.isForced = true
        expected.tenancy.existingRoles = [
            ExistingRole(name: "shop", sees: .all, place: ConfigurationPlace(line: 17, column: 1)),
            ExistingRole(name: "analyst", sees: .tenant, place: ConfigurationPlace(line: 18, column: 1)),
        ]
        expected.migrationsDirectory = "db/fraiseql"
        expected.lockTimeout = .milliseconds(500)
        expected.lockAttempts = 3
        expected.noticesDDL = true
        expected.server.listen = HostAndPort(host: "0.0.0.0", port: 80)
        expected.server.unixPath = "/run/fraiseql.sock"
        expected.server.loops = 2
        expected.server.databaseConnections = 3
        expected.server.clientConnections = 10
        expected.server.queueLength = 5
        expected.server.maximumBodySize = 2048
        expected.server.maximumBatch = 7
        expected.server.compresses = false
        expected.server.introspection = false
        expected.server.suggestions = false
        expected.server.crossOrigins = ["https://app.example.com", "http://localhost:3000", "*"]
        expected.server.requestTimeout = .seconds(1)
        expected.server.idleTimeout = .seconds(120)
        expected.server.statementTimeout = .milliseconds(250)
        expected.server.drainTimeout = .seconds(3600)
        expected.relationNames = [users: RelationNames(type: "Account", single: "account", list: "accounts")]
        expected.embeds = [users: ["orders"]]
        expected.columnNames = [ColumnName(users, "legacy nm"): "name"]
        expected.foreignKeyNames = [
            ForeignKeyName(QualifiedName("public", "orders"), "orders_buyer_fkey"):
                ForeignKeyFieldNames(toOne: "buyer", toMany: "purchases")
        ]
        var actual = try read(text, environment: ["USER": "me", "PASS": "secret"])
        for key in configurationKeys { #expect(text.contains("\n\(key.name) = "), "no example of \(key.name)") }
        #expect(actual.mentions.count == 12)
        let line = text.split(separator: "\n").firstIndex { $0.hasPrefix("\"legacy nm\"") }.map { $0 + 1 } ?? 0
        #expect(actual.choices[.column(ColumnName(users, "legacy nm"))] == ConfigurationPlace(line: line, column: 15))
        #expect(actual.choices.count == 6)
        let place = try #require(actual.lockTimeoutPlace)
        #expect(text.split(separator: "\n")[place.line - 1].hasPrefix("lock_timeout"))
        (actual.mentions, actual.choices, actual.lockTimeoutPlace) = ([], [:], nil)
        #expect(actual == expected)
    }

    @Test(arguments: [
        "app.example.com", "https://", "https://app.example.com/", "https://App.example.com",
        "https://app.example.com:443",
        "http://app.example.com:80", "https://app.example.com:", "ftp://app.example.com", "null",
        "https://*.example.com", "https://a b",
    ])
    func whatNoBrowserSendsIsNoOrigin(_ origin: String) {
        #expect(throws: ConfigurationErrors.self) { try read("[server]\ncors_origins = [\"\(origin)\"]\n") }
    }

    @Test func theDefaultPageFollowsALowerMaximum() throws {
        let configuration = try read("[api]\nmax_page_size = 10\n")
        #expect(configuration.defaultPageSize == 10)
        #expect(configuration.maximumPageSize == 10)
    }

    @Test(
        arguments: [
            ("127.0.0.1:8080", HostAndPort(host: "127.0.0.1", port: 8080)),
            ("localhost:0", HostAndPort(host: "localhost", port: 0)), ("[::1]:80", HostAndPort(host: "::1", port: 80)),
            (":8080", nil), ("::1:80", nil), ("x:", nil), ("x:65536", nil), ("x:-1", nil), ("x:+1", nil), ("8080", nil),
            ("", nil),
        ] as [(String, HostAndPort?)])
    func anAddressIsHostAndPort(text: String, expected: HostAndPort?) {
        #expect(HostAndPort(text) == expected)
    }

    @Test func aWrongReferenceIsOneError() {
        let text = """
            [tables."public.a".references]
            one = { columns = "b", table = "public.c", to = ["id"] }
            two = { columns = ["b"], table = "c", to = ["id"] }
            three = { columns = ["b"], tabel = "public.c", to = ["id"] }
            four = { columns = ["b"], table = "public.c", to = ["id", "id2"] }
            """
        #expect(
            errors(text) == """
                2:19: [tables."public.a".references.one] columns must be a list of strings, not a string
                3:34: [tables."public.a".references.two] table: "c" must be "schema.relation"
                4:28: unknown key "tabel" in [tables."public.a".references.three]; did you mean "table"?
                5:1: [tables."public.a".references.four] needs columns, table and to, with as many columns on both sides
                """)
    }

    @Test func allErrorsComeTogetherInOrderWithTheirPlaces() {
        let text = """
            [api]
            schemas = ["public", 7, "public"]
            shema = "api"
            max_page_size = 0
            exclude = ["users"]

            [sever]
            listen = "x"
            [server]
            listen = "x"
            [tenancy]
            claim = "x"
            """
        #expect(
            errors(text) == """
                2:22: an element of [api] schemas must be a string, not an integer
                2:25: [api] schemas holds "public" twice
                3:1: unknown key "shema" in [api]; did you mean "schema"?
                4:17: [api] max_page_size must be from 1 to 100000, not 0
                5:12: [api] exclude: "users" must be "schema.relation" or "schema.relation.column" \
                (a name with a dot stands in double quotes)
                7:2: unknown section "sever"; did you mean "server"?
                10:10: [server] listen: "x" is no HOST:PORT, such as "127.0.0.1:8080" or "[::1]:8080"
                12:1: [tenancy] claim is not built yet: remove it
                """)
    }

    @Test(arguments: [
        ("[api\n", "1:5: "), ("[api]\n é = 1", "2:2: a letter beyond ASCII must stand in quotes"),
        ("[api]\nrole = \"\"\"\\\n é\"\"\"", "3:2: a letter beyond ASCII cannot follow a backslash"),
        ("[api]\n [ &x]", "2:4: expected the name of a section"),
        ("x = 1\n", "1:1: unknown key \"x\" above all sections"), ("api = 3", "1:7: [api] must be a section"),
        ("[api]\nschemas = 'public'", "2:11: [api] schemas must be a list of strings, not a string"),
        ("[api]\nschemas = []", "2:11: [api] schemas must name at least one schema"),
        ("[api]\nschemas = ['pg_catalog']", "2:12: [api] schemas: the schema \"pg_catalog\" cannot be exposed"),
        ("[api]\nschema = 'public'", "2:10: [api] schema: \"public\" is one of the exposed schemas; choose another"),
        ("[api]\nschema = 'fraiseql'", "2:10: [api] schema: \"fraiseql\" cannot hold the generated objects"),
        ("[api]\nrole = ''", "2:8: [api] role must not be empty"),
        ("[api]\nrole = \"a\\u0000\"", "2:8: [api] role must not hold the character U+0000"),
        ("[api]\nmax_depth = 2.5", "2:13: [api] max_depth must be an integer, not a number with a fraction"),
        (
            "[api]\nmax_page_size = 10\ndefault_page_size = 11",
            "3:21: [api] default_page_size (11) is above max_page_size (10)"
        ),
        (
            "[api]\ndefault_page_size = 501",
            "2:21: [api] default_page_size (501) is above max_page_size (500), which no key sets: set it as well"
        ),
        ("[api]\nschema = \"a\\u202e\"", "2:10: [api] schema must not hold characters that cannot be seen"),
        ("[server]\nlisten = '8080'", "2:10: [server] listen: \"8080\" is no HOST:PORT, such as \"127.0.0.1:8080\""),
        ("[server]\nidle_timeout = 5", "2:16: [server] idle_timeout must be a duration such as"),
        ("[server]\nidle_timeout = '5 s'", "2:16: [server] idle_timeout must be a duration such as"),
        ("[server]\nidle_timeout = '9999999999999999h'", "2:16: [server] idle_timeout must be a duration"),
        ("[server]\nidle_timeout = '2h'", "2:16: [server] idle_timeout must be from 100ms to 1h, not 2h"),
        ("[database]\nurl = 'postgres://${NOPE}@x'", "2:7: [database] url: the environment variable NOPE is not set"),
        ("[database]\nurl = '${NOPE'", "2:7: [database] url: \"${\" without \"}\""),
        ("[database]\nurl = '${a b}'", "2:7: [database] url: \"${a b}\" does not name an environment variable"),
        ("[tables.users]\ntype = 'U'", "1:9: [tables]: \"users\" must be \"schema.relation\""),
        ("[tables.'a.b']\ntype = '1st'", "2:8: [tables.\"a.b\"] type: \"1st\" is no GraphQL name"),
        ("[tables.'a.b']\ntyp = 'T'", "2:1: unknown key \"typ\" in [tables.\"a.b\"]; did you mean \"type\"?"),
        ("[tables.'a.b'.relations.fk]\ntoone = 'x'", "2:1: unknown key \"toone\" in [tables.\"a.b\".relations.fk]"),
        ("[tables.'a.b']\n[tables.'\"a\".b']", "2:9: [tables] names a.b twice"),
        ("url = 'x'", "1:1: \"url\" stands above all sections: it belongs in [database]"),
        ("[api]\nlock_timeout = '1s'", "2:1: \"lock_timeout\" stands in [api]: it belongs in [migrations]"),
        ("[api]\nembed = []", "2:1: \"embed\" stands in [api]: it belongs in [tables.\"schema.relation\"]"),
        (
            "[tables.'a.b']\nsecurity_definer = true",
            "2:1: \"security_definer\" stands in [tables.\"a.b\"]: it belongs in [functions.\"schema.name\"]"
        ),
        ("[tables.'a.b']\nexclude = []", "2:1: \"exclude\" stands in [tables.\"a.b\"]: it belongs in [api]"),
        ("[functions.f]", "1:12: [functions]: \"f\" must be \"schema.name\""),
        ("[functions.'a.f']\n[functions.'\"a\".f']", "2:12: [functions] names a.f twice"),
        (
            "[functions.'a.f']\nfeild = 'x'",
            "2:1: unknown key \"feild\" in [functions.\"a.f\"]; did you mean \"field\"?"
        ),
        ("[functions.'a.f']\nfield = 'a-b'", "2:9: [functions.\"a.f\"] field: \"a-b\" is no GraphQL name"),
        (
            "[functions.'a.f']\nsecurity_definer = 'yes'",
            "2:20: [functions.\"a.f\"] security_definer must be true or false, not a string"
        ),
        (
            "[functions.'a.f'.arguments]\nx = '1'",
            "2:5: [functions.\"a.f\"] arguments.x: \"1\" is no GraphQL name"
        ),
    ])
    func aMistakeIsToldAtItsPlace(text: String, message: String) {
        #expect(errors(text).hasPrefix(message), "\(errors(text))")
    }

    @Test(arguments: [
        ("'é#\\'", "é#\\"), ("\"é\\\"#é\\\\\" # é", "é\"#é\\"), ("\'\'\'é\n'é'\'\'\' # é", "é\n'é'"),
        ("\"\"\"\né\"\"é\\\"\"\"\"\"", "é\"\"é\"\""), ("\"\"\"a\\\n  \\\"b\\\n\"\"\" # é", "a\"b"),
    ])
    func lettersBeyondASCIIStandInStringsAndComments(literal: String, value: String) throws {
        let text =
            "\u{FEFF}# é \" '\n[api]\nrole = \(literal)\n[tenancy]\ntrusted_logins = [\"x\"]\ncolumn = \"ü\" # '\n"
        let configuration = try read(text)
        #expect(configuration.grantRole == value)
        #expect(configuration.tenancy.column == "ü")
    }

    @Test func endlessNestingIsAnErrorAndNoCrash() {
        #expect(errors("a = " + String(repeating: "[", count: 10_000)).hasPrefix("1:"))
        #expect(errors("a" + String(repeating: ".a", count: 100_000) + " = 1").hasPrefix("1:2002: too many dots"))
        #expect(errors("a" + String(repeating: ".a", count: 900) + " = 1").hasPrefix("1:65: nested too deeply"))
    }
}
