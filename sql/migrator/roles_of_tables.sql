-- Who may read or write rows of tables ($1, a JSON array, as SQL writes them), what, and is neither one of some roles ($2, a
-- JSON array) nor has their rights; null stands for PUBLIC. Not those to whom no policy applies: superusers, BYPASSRLS, and
-- whoever has the rights of the owner. With those who may read or write everything.
with listed as (
    select
        wanted.name,
        relation.oid,
        relation.relowner,
        relation.relacl
    from pg_catalog.json_array_elements_text($1::json) as wanted (name)
    join pg_catalog.pg_class as relation on relation.oid = pg_catalog.to_regclass(wanted.name)
),
granted as (
    select
        listed.name,
        listed.relowner,
        given.grantee,
        given.privilege_type
    from listed
    cross join lateral pg_catalog.aclexplode(listed.relacl) as given
    union
    select
        listed.name,
        listed.relowner,
        given.grantee,
        given.privilege_type
    from listed
    join pg_catalog.pg_attribute as attribute on attribute.attrelid = listed.oid
    cross join lateral pg_catalog.aclexplode(attribute.attacl) as given
    union
    select
        listed.name,
        listed.relowner,
        role.oid,
        case general.rolname when 'pg_read_all_data' then 'SELECT' else 'UPDATE' end
    from listed
    cross join pg_catalog.pg_roles as general
    join pg_catalog.pg_roles as role
        on role.oid <> general.oid
        and role.rolcanlogin
        and pg_catalog.pg_has_role(role.oid, general.oid, 'usage')
        -- Roles belong to the whole cluster.
        and pg_catalog.has_database_privilege(role.oid, pg_catalog.current_database(), 'connect')
    where general.rolname in ('pg_read_all_data', 'pg_write_all_data')
)
select
    granted.name,
    role.rolname,
    pg_catalog.string_agg(distinct pg_catalog.lower(granted.privilege_type), ', ')
from granted
left join pg_catalog.pg_roles as role on role.oid = granted.grantee
where granted.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    and (
        granted.grantee = 0
        or not role.rolsuper
        and not role.rolbypassrls
        and not pg_catalog.pg_has_role(role.oid, granted.relowner, 'usage')
        and not exists (
            select
            from pg_catalog.pg_roles as known
            where known.rolname in (select pg_catalog.json_array_elements_text($2::json))
                and pg_catalog.pg_has_role(role.oid, known.oid, 'usage')
        )
    )
group by granted.name, role.rolname
order by granted.name, role.rolname nulls first
