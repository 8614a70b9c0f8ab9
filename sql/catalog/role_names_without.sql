-- $1: a role. The names of all roles where it is not one of them, and else none.
select r.rolname
from pg_catalog.pg_roles as r
where not exists (select from pg_catalog.pg_roles as named where named.rolname = $1)
order by r.rolname;
