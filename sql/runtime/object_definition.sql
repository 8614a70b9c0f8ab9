create or replace function fraiseql.object_definition(kind text, name text) returns text
    language plpgsql
    stable
    security invoker
    set search_path = ''
as $$
declare
    view_id oid;
begin
    case kind
        when 'schema' then
            return (
                select format('create schema %I;', namespace.nspname)
                    || coalesce(
                        format(E'\ncomment on schema %I is %L;', namespace.nspname, obj_description(namespace.oid, 'pg_namespace')),
                        ''
                    )
                from pg_namespace as namespace
                where namespace.oid = to_regnamespace(name)
            );
        when 'view' then
            view_id := to_regclass(name);
            return (
                select format(
                    E'create view %s%s as\n%s',
                    name,
                    -- Somebody may have made the view again without options.
                    ' with (' || array_to_string(view.reloptions, ', ') || ')',
                    pg_get_viewdef(view.oid)
                )
                    || coalesce(format(E'\ncomment on view %s is %L;', name, obj_description(view.oid, 'pg_class')), '')
                    || coalesce(
                        (
                            select string_agg(
                                format(E'\ncomment on column %s.%I is %L;', name, attname, col_description(attrelid, attnum)),
                                ''
                                order by attnum
                            )
                            from pg_attribute
                            where attrelid = view.oid
                                and col_description(attrelid, attnum) is not null
                        ),
                        ''
                    )
                from pg_class as view
                where view.oid = view_id
                    and view.relkind = 'v'
            );
        when 'function' then
            return (
                select format(
                    -- A new one is everyone's to call; who may call this one is told by its grants.
                    E'%s;\nrevoke execute on routine %s from public;%s',
                    rtrim(pg_get_functiondef(routine.oid), E'\n'),
                    name,
                    format(E'\ncomment on routine %s is %L;', name, obj_description(routine.oid, 'pg_proc'))
                )
                from pg_proc as routine
                where routine.oid = to_regprocedure(name)
            );
        when 'event trigger' then
            return (
                select format(
                    E'drop event trigger if exists %s;\ncreate event trigger %s on %s%s execute function %s();%s%s',
                    name,
                    name,
                    evtevent,
                    ' when tag in (' || (select string_agg(quote_literal(tag), ', ') from unnest(evttags) as tag) || ')',
                    evtfoid::regproc,
                    case evtenabled
                        when 'O' then ''
                        when 'D' then format(E'\nalter event trigger %s disable;', name)
                        when 'R' then format(E'\nalter event trigger %s enable replica;', name)
                        else format(E'\nalter event trigger %s enable always;', name)
                    end,
                    format(E'\ncomment on event trigger %s is %L;', name, obj_description(oid, 'pg_event_trigger'))
                )
                from pg_event_trigger
                where evtname = object_definition.name
            );
        when 'row security' then
            return (
                select format('alter table %s enable row level security;', name)
                    || case
                        when relforcerowsecurity then format(E'\nalter table %s force row level security;', name)
                        else ''
                    end
                from pg_class
                where oid = to_regclass(name)
                    and relrowsecurity
            );
        when 'policy' then
            return (
                select format(
                    E'create policy %s\nas %s\nfor %s\nto %s%s%s;%s',
                    name,
                    case when polpermissive then 'permissive' else 'restrictive' end,
                    case polcmd
                        when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all'
                    end,
                    (
                        select string_agg(
                            case role when 0 then 'public' else quote_ident(pg_get_userbyid(role)) end, ', ' order by role = 0, pg_get_userbyid(role)
                        )
                        from unnest(polroles) as role
                    ),
                    -- Null where there is none, which format leaves out.
                    E'\nusing (' || pg_get_expr(polqual, polrelid) || ')',
                    E'\nwith check (' || pg_get_expr(polwithcheck, polrelid) || ')',
                    format(E'\ncomment on policy %s is %L;', name, obj_description(pg_policy.oid, 'pg_policy'))
                )
                from fraiseql.object_address(kind, name) as address
                join pg_policy on pg_policy.oid = address.objid
            );
        when 'column default' then
            return (
                select format(
                    'alter table %s alter column %I set default %s;',
                    adrelid::regclass,
                    attname,
                    pg_get_expr(adbin, adrelid)
                )
                from fraiseql.object_address(kind, name) as address
                join pg_attrdef on pg_attrdef.oid = address.objid
                join pg_attribute
                    on attrelid = adrelid
                    and attnum = adnum
                where pg_get_expr(adbin, adrelid) = 'fraiseql.tenant_id()'
            );
        -- All the tables that are recorded so far: a later folder may add columns to those of an earlier one.
        when 'records' then
            return (
                select string_agg(
                    format('%s.%s %s%s', attrelid::regclass, attname, format_type(atttypid, atttypmod), case when attnotnull then ' not null' end),
                    E'\n'
                    order by attrelid::regclass::text, attnum
                )
                from pg_attribute
                where attrelid in (
                        select to_regclass(record.name)
                        from fraiseql.installed_object as installed
                        cross join unnest(installed.tables) as record (name)
                    )
                    and attnum > 0
                    and not attisdropped
            );
        else
            return null;
    end case;
end
$$;
comment on function fraiseql.object_definition(text, text) is
    'The statements that make an installed object, as this server prints them; null when it is not there.';
