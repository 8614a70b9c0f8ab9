-- Which of some roles ($1, a JSON array) belong, or can come to belong, to which of others ($2, a JSON array).
select
    member.rolname,
    role.rolname
from pg_catalog.pg_roles as member
join pg_catalog.pg_roles as role on pg_catalog.pg_has_role(member.oid, role.oid, 'member')
where member.rolname in (select pg_catalog.json_array_elements_text($1::json))
    and role.rolname in (select pg_catalog.json_array_elements_text($2::json))
    and not member.rolsuper
order by 1, 2
