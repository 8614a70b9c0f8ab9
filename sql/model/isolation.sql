-- What would let requests read past row-level security: one row for each trouble with the login and the roles ($1) that
-- requests may have. Then the exposed relations ($2 schemas, $3 names) that have row-level security.
-- A role counts for all that it could become (SET ROLE) or has the rights of; PostgreSQL 16 tells the first from mere
-- membership. A superuser is a member of everything: nothing is asked of it but that.
with
    roles as (
        select role.oid, role.rolname, role.rolsuper, role.rolbypassrls
        from pg_catalog.pg_roles as role
    ),
    version as (
        select
            case
                when pg_catalog.current_setting('server_version_num')::integer >= 160000 then 'SET'
                else 'MEMBER'
            end as becoming
    ),
    login as (select roles.* from roles where roles.rolname = session_user),
    named as (select distinct named.name from pg_catalog.unnest($1::text[]) as named (name)),
    reached as (
        select asked.rolname as role, other.*
        from roles as asked
        cross join version
        join roles as other
            on other.oid = asked.oid
                or not asked.rolsuper
                    and (
                        pg_catalog.pg_has_role(asked.oid, other.oid, version.becoming)
                        or pg_catalog.pg_has_role(asked.oid, other.oid, 'USAGE'))
        where asked.rolname = session_user or asked.rolname in (select named.name::name from named)
    ),
    exposed as (
        select
            pg_catalog.format('%I.%I', exposed.schema, exposed.relation) as name,
            relation.relowner, relation.relrowsecurity
        from rows from (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) as exposed (schema, relation)
        join pg_catalog.pg_namespace as namespace on namespace.nspname = exposed.schema
        join pg_catalog.pg_class as relation
            on relation.relnamespace = namespace.oid and relation.relname = exposed.relation
    )
select 'missing' as trouble, named.name as role, null as other, null as relation
from named
where not exists (select from roles where roles.rolname = named.name)
union all
select 'not granted', roles.rolname, login.rolname, null
from login
cross join version
join roles on roles.rolname in (select named.name::name from named)
where not pg_catalog.pg_has_role(login.oid, roles.oid, version.becoming)
union all
select 'superuser', reached.role, reached.rolname, null
from reached
where reached.rolsuper
union all
select 'bypasses', reached.role, reached.rolname, null
from reached
where reached.rolbypassrls and not reached.rolsuper
union all
select 'owner', reached.role, reached.rolname, pg_catalog.min(exposed.name)
from reached
join exposed on exposed.relowner = reached.oid
where not reached.rolsuper
group by reached.role, reached.rolname
union all
select 'row security', null, null, pg_catalog.min(exposed.name)
from exposed
where exposed.relrowsecurity
having pg_catalog.count(*) > 0
order by 2, 1, 3
