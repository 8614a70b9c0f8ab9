create or replace function fraiseql.object_address(kind text, name text)
    returns table (classid oid, objid oid, target text)
    language plpgsql
    stable
    security invoker
    set search_path = ''
as $$
begin
    case kind
        when 'schema' then
            return query values ('pg_namespace'::regclass::oid, to_regnamespace(name)::oid, 'schema ' || name);
        when 'view' then
            return query values ('pg_class'::regclass::oid, to_regclass(name)::oid, name);
        when 'function' then
            return query values ('pg_proc'::regclass::oid, to_regprocedure(name)::oid, 'routine ' || name);
        when 'event trigger' then
            return query values (
                'pg_event_trigger'::regclass::oid, (select oid from pg_event_trigger where evtname = object_address.name), name
            );
        -- The first records make the schema that all of them lie in.
        when 'records' then
            return query
            select 'pg_class'::regclass::oid, to_regclass(record.name)::oid, record.name
            from fraiseql.installed_object as installed
            cross join unnest(installed.tables) as record (name)
            where installed.kind = object_address.kind
                and installed.name = object_address.name
            union all
            select 'pg_namespace'::regclass::oid, to_regnamespace('fraiseql')::oid, 'schema fraiseql'
            where object_address.name = (
                select min(first.name)
                from fraiseql.installed_object as first
                where first.kind = object_address.kind
            );
        else
            null;
    end case;
end
$$;
comment on function fraiseql.object_address(text, text) is
    'The rows of the catalog that an installed object consists of, and what stands for each in a grant; objid is null where it is not there.';
