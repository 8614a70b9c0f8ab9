-- The schemas that a role ($1) may use; no row at all where there is no such role.
select namespace.nspname
from pg_catalog.pg_roles as role
cross join pg_catalog.pg_namespace as namespace
where role.rolname = $1
    and pg_catalog.has_schema_privilege(role.oid, namespace.oid, 'usage')
