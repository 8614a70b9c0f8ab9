import InstallPlanner
import SQLText
import Testing

struct ObjectKindTests {
    @Test(arguments: ObjectKind.all) func aKindIsFoundByItsNameAlone(kind: ObjectKind) {
        #expect(ObjectKind.all.filter { $0.name == kind.name }.count == 1)
        #expect(ObjectKind.named(kind.name) == kind)
        #expect(ObjectKind.named("another") == nil)
    }

    @Test(
        arguments: ObjectKind.all.filter { $0.keyword != nil }, ["api.v_order", "\"a b\".\"c, \"\"d\"\"(\"", "p on t"])
    func whatAKindDropsIsReadBack(kind: ObjectKind, name: String) throws {
        let identity = ObjectIdentity(kind, name)
        #expect(droppedObjects([try #require(identity.drop)]) == [identity])
    }

    @Test func onlyWhatCanBeReplacedIsReplaced() {
        let view = InstallObject(
            ObjectIdentity(.view, "a"), create: "create view a as\nselect 1;\ncomment on view a is '';")
        #expect(view.replace == "create or replace view a as\nselect 1;\ncomment on view a is '';")
        let schema = InstallObject(ObjectIdentity(.schema, "a"), create: "create schema a;")
        #expect(schema.replace == "create schema if not exists a;")
        let grant = InstallObject(
            ObjectIdentity(.grant, "a to b"), create: "grant select on a to b;", drop: "revoke select on a from b;")
        #expect(grant.replace == grant.create)
    }

    @Test func aPersonDropsSeveralAtOnce() {
        let view = { (name: String) in ObjectIdentity(.view, name) }
        #expect(
            droppedObjects([
                "drop view public.a, \"b, c\" cascade;", "drop view if exists d restrict;",
                "drop routine f(integer, \"a b\"), g();", "drop table e;", "drop view a b;", "select 'drop view a;';",
            ]) == [
                view("public.a"), view("\"b, c\""), view("d"), ObjectIdentity(.function, "f(integer, \"a b\")"),
                ObjectIdentity(.function, "g()"),
            ])
    }

    @Test func theWayToBaseMakesNoFormerViewAgain() throws {
        let script = try parseScript(
            """
            -- step 2 of 2: public.a, undone
            begin;
            drop view if exists api.v_a;
            create view api.v_a as select 1 as x;
            comment on view api.v_a is 'a';
            comment on column api.v_a.x is 'x';
            grant select on api.v_a to reporting;
            call fraiseql.record_object('view', 'api.v_a', '0');
            grant usage on schema theirs to app;
            call fraiseql.record_object('grant', 'x', '0', definition => 'grant usage on schema theirs to app;');
            create view public.mine as select 1;
            grant select on public.mine to app;
            commit;
            -- step 1 of 2: public.a, undone
            begin;
            drop view if exists api.v_a;
            commit;
            """)
        let left = leaveOutRestored([script.steps]).flatMap { $0 }.map { $0.statements.map(\.text) }
        #expect(
            left == [
                [
                    "begin;", "drop view if exists api.v_a;", "create view public.mine as select 1;",
                    "grant select on public.mine to app;", "commit;",
                ], ["begin;", "drop view if exists api.v_a;", "commit;"],
            ])
    }
}
