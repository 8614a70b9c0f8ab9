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
            return query
            select
                'pg_proc'::regclass::oid,
                routine.oid,
                case prokind when 'p' then 'procedure ' else 'function ' end || object_address.name
            from (values (to_regprocedure(object_address.name)::oid)) as routine (oid)
            left join pg_proc on pg_proc.oid = routine.oid;
        when 'event trigger' then
            return query values (
                'pg_event_trigger'::regclass::oid, (select oid from pg_event_trigger where evtname = object_address.name), name
            );
        when 'policy' then
            return query
            select 'pg_policy'::regclass::oid, policy.oid, object_address.name
            from pg_policy as policy
            join pg_class as relation on relation.oid = policy.polrelid
            join pg_namespace as schema on schema.oid = relation.relnamespace
            where format('%I on %I.%I', policy.polname, schema.nspname, relation.relname) = object_address.name;
        when 'column default' then
            return query
            select 'pg_attrdef'::regclass::oid, definition.oid, object_address.name
            from pg_attrdef as definition
            join pg_attribute as attribute
                on attribute.attrelid = definition.adrelid
                and attribute.attnum = definition.adnum
            join pg_class as relation on relation.oid = definition.adrelid
            join pg_namespace as schema on schema.oid = relation.relnamespace
            where format('%I.%I.%I', schema.nspname, relation.relname, attribute.attname) = object_address.name;
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
