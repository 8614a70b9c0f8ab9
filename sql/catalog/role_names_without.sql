-- $1: roles. The names of all roles where one of these is not among them, and else none.
select r.rolname
from pg_catalog.pg_roles as r
where exists (
    select
    from pg_catalog.unnest($1::text[]) as named (name)
    where not exists (select from pg_catalog.pg_roles as known where known.rolname = named.name)
)
order by r.rolname;
