import Testing

@testable import InstallPlanner

struct CaughtUpScriptTests {
    /// A formatter has been over it.
    @Test func aGeneratedStepIsKnownHoweverItIsSpaced() throws {
        let script = try parseScript(
            """
            -- step 1 of 2: the API model
            BEGIN ;
            CALL fraiseql.begin_migration ('1', 'a', null, 2);
            Call  fraiseql .
                record_model (
                2, '{"a": ")"}'
            );
            call fraiseql.end_step('1', 1, 'up');
            COMMIT;
            -- step 2 of 2: mine
            begin;
            call fraiseql.begin_step('1', 2, 'up');
            call mine.record_model(1);
            call fraiseql.end_step('1', 2, 'up');
            commit;
            """)
        #expect(script.steps.map(\.isOwn) == [false, true])
        let query = try #require(script.recordedModel)
        #expect(query.split(whereSeparator: \.isWhitespace).joined(separator: " ") == "select 2, '{\"a\": \")\"}'")
        try refuseForeignStatements(script)
    }
}
