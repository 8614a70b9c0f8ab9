private import SQLFiles
import SQLText

extension ObjectKind {
    /// Made last and dropped first: what a migration itself does is not noticed on the way. PostgreSQL replaces none in
    /// place, so the statements that make one drop one that is there.
    package static let eventTrigger = ObjectKind(
        name: "event trigger", keyword: "event trigger", renewal: .madeOnceMore, isRestoredAsFound: true,
        stepTitle: "event triggers")
}

let noticeFunction = "fraiseql.notice_ddl()"

/// What tells `db status` which statements have changed the database since the API was installed.
func eventTriggerObjects() -> [InstallObject] {
    let function = functionObject(sqlFile("sql/notice/notice_ddl.sql"))
    let triggers = ["ddl_command_end", "sql_drop"].map { event in
        let name = "fraiseql_\(event)"
        let create = renderText(
            """
            drop event trigger if exists \(identifier: name);
            create event trigger \(identifier: name) on \(identifier: event) execute function fraiseql.notice_ddl();
            comment on event trigger \(identifier: name) is \
            'FraiseQL: tells fraiseql db status which statements changed the database.';
            """)
        return InstallObject(
            ObjectIdentity(.eventTrigger, name), dependsOn: [function.identity],
            create: "\(ownedBySuperusers)\n\(create)")
    }
    return [function] + triggers
}

/// The function runs with the rights of its owner, whenever anybody changes the database. Whoever could put another table,
/// or another function, in the place of ours would have these rights.
private let ownedBySuperusers = """
    do $$
    declare
        other text;
    begin
        select format('%s belongs to %s', owned.what, role.rolname)
        into other
        from (
            select 'schema fraiseql', nspowner from pg_namespace where oid = 'fraiseql'::regnamespace
            union all
            select 'fraiseql.ddl_notice', relowner from pg_class where oid = 'fraiseql.ddl_notice'::regclass
            union all
            select 'fraiseql.notice_ddl()', proowner from pg_proc where oid = 'fraiseql.notice_ddl()'::regprocedure
        ) as owned (what, owner)
        join pg_roles as role on role.oid = owned.owner
        where not role.rolsuper;
        if found then
            raise exception 'event triggers need a superuser: %', other
                using hint = 'Leave out event_trigger in [migrations]: db status compares the catalog all the same.';
        end if;
    end
    $$;
    """
