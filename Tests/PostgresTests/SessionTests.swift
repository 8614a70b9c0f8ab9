import Postgres
import Support
import Testing

struct SessionTests {
    @Test func settingsOfTheDatabaseAndTheRoleChangeNothing() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let role = "odd_\(database.name)"
        try database.connect().script(
            """
            create role \(role) login;
            alter database \(database.name) set timezone to 'Asia/Tokyo';
            alter database \(database.name) set datestyle to 'SQL, DMY';
            alter role \(role) set intervalstyle to 'sql_standard';
            alter role \(role) set bytea_output to 'escape';
            alter role \(role) set extra_float_digits to -5;
            alter role \(role) set search_path to public;
            alter role \(role) set statement_timeout to '1h';
            alter role \(role) set jit to on;
            alter role \(role) set standard_conforming_strings to off;
            alter role \(role) set array_nulls to off;
            alter role \(role) set quote_all_identifiers to on;
            alter role \(role) set row_security to off;
            create table public.guarded (n int);
            insert into public.guarded values (1), (2);
            alter table public.guarded enable row level security;
            create policy one on public.guarded using (n = 1);
            grant select on public.guarded to \(role);
            """)
        let pipeline = try Pipeline(database, user: role)
        let text = "'2026-01-02 03:04:05+00'::timestamptz || ' ' || '1 day 2 hours'::interval || ' ' || '\\x01'::bytea"
        pipeline.submit("text", "select \(text) || ' ' || 0.1::float8")
        pipeline.submit("path", "select current_setting('search_path')")
        pipeline.submit("timeout", "select current_setting('statement_timeout')")
        pipeline.submit("isolation", "select current_setting('transaction_isolation')")
        pipeline.submit("jit", "select current_setting('jit')")
        pipeline.submit("constant", "select 'a\\\\b'")
        pipeline.submit("array", "select count(element) from unnest($1::text[]) as element", "{a,NULL}")
        pipeline.submit("name", "select 'public.guarded'::regclass")
        pipeline.submit("policy", "select count(*) from public.guarded")
        pipeline.run()
        #expect(
            pipeline.log == [
                "text: 2026-01-02 03:04:05+00 P1DT2H \\x01 0.1", "path: pg_catalog", "timeout: 10s",
                "isolation: repeatable read", "jit: off", #"constant: a\\b"#, "array: 1", "name: public.guarded",
                "policy: 1",
            ])
    }

    @Test func aSessionIsTakenOnce() throws {
        let database = try PrivateCluster.shared.makeDatabase()
        let session = try openSession(database.url, .test)
        #expect(PipelineConnection(session, limits: .test) != nil)
        #expect(PipelineConnection(session, limits: .test) == nil)
    }

    @Test func aServerThatIsNotThereIsAnError() {
        let error = #expect(throws: PostgresError.self) {
            try openSession("host=/nonexistent dbname=x", .test)
        }
        #expect(error?.sqlState == SQLState.connectionFailure)
    }
}
