-- What became of every installed object, in the order of installed_objects.sql: whether it is there (for a grant, holds),
-- whether it prints as it did right after it was made (asked only of the major version that printed it), how it prints
-- now, how it did then, and the columns that it has now.
select
    case installed.kind
        when 'grant' then exists (
            select
            from pg_catalog.pg_roles as role
            where role.rolname = grant_shape.shape ->> 'role'
                and case grant_shape.shape ->> 'on'
                    when 'schema' then
                        pg_catalog.has_schema_privilege(
                            role.oid, pg_catalog.to_regnamespace(grant_shape.shape ->> 'name')::oid, 'usage'
                        )
                    when 'relation' then
                        pg_catalog.has_table_privilege(
                            role.oid, pg_catalog.to_regclass(grant_shape.shape ->> 'name')::oid, 'select'
                        )
                    -- Not looked for by its name: PostgreSQL refuses that where a type of its parameters is gone.
                    when 'function' then exists (
                        select
                        from pg_catalog.pg_proc as routine
                        where pg_catalog.strpos(
                                grant_shape.shape ->> 'name', pg_catalog.quote_ident(routine.proname) || '('
                            ) > 0
                            and routine.oid::pg_catalog.regprocedure::text = grant_shape.shape ->> 'name'
                            and pg_catalog.has_function_privilege(role.oid, routine.oid, 'execute')
                    )
                    else (
                        select pg_catalog.bool_and(
                            attribute.attnum is not null
                            and pg_catalog.has_column_privilege(role.oid, attribute.attrelid, attribute.attnum, 'select')
                        )
                        from pg_catalog.json_array_elements_text(grant_shape.shape -> 'columns') as wanted (name)
                        left join pg_catalog.pg_attribute as attribute
                            on attribute.attrelid = pg_catalog.to_regclass(grant_shape.shape ->> 'name')
                            and attribute.attname = wanted.name
                            and not attribute.attisdropped
                    )
                end
        )
        else printed.definition is not null
    end,
    installed.kind = 'grant'
        -- The tables of the companion are printed together, by the last step that changed them.
        or installed.kind = 'records'
            and installed.name <> (select max(name) from fraiseql.installed_object where kind = 'records')
        or printed.definition = installed.definition
        or installed.server_major <> pg_catalog.current_setting('server_version_num')::integer / 10000,
    printed.definition,
    installed.definition,
    (
        select pg_catalog.string_agg(
            pg_catalog.format('%I %s', attribute.attname, pg_catalog.format_type(attribute.atttypid, attribute.atttypmod)),
            ', '
            order by attribute.attnum
        )
        from fraiseql.object_address(installed.kind, installed.name) as address
        join pg_catalog.pg_attribute as attribute on attribute.attrelid = address.objid
        where address.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            and attribute.attnum > 0
            and not attribute.attisdropped
    )
from fraiseql.installed_object as installed
left join lateral (
    select fraiseql.object_definition(installed.kind, installed.name) as definition
) as printed on true
left join lateral (
    select case when installed.kind = 'grant' then installed.shape::json end as shape
) as grant_shape on true
order by installed.position
