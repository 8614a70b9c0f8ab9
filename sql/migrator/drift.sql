-- What became of every installed object: whether it is there, whether it prints as it did right after it was made
-- (asked only of the major version that printed it), and whether a grant still holds.
select
    installed.kind,
    installed.name,
    installed.is_bound,
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
                    else (
                        select pg_catalog.bool_and(
                            pg_catalog.has_column_privilege(
                                role.oid, pg_catalog.to_regclass(grant_shape.shape ->> 'name')::oid, wanted.name, 'select'
                            )
                        )
                        from pg_catalog.json_array_elements_text(grant_shape.shape -> 'columns') as wanted (name)
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
        or installed.server_major <> pg_catalog.current_setting('server_version_num')::integer / 10000
from fraiseql.installed_object as installed
left join lateral (
    select fraiseql.object_definition(installed.kind, installed.name) as definition
) as printed on true
left join lateral (
    select case when installed.kind = 'grant' then installed.shape::json end as shape
) as grant_shape on true
order by installed.position
