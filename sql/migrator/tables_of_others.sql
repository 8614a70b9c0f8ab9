-- Tables ($1, a JSON array, as SQL writes them) of whose owner the current role has not the rights, with both.
select
    listed.name,
    owner.rolname,
    current_user
from pg_catalog.json_array_elements_text($1::json) as listed (name)
join pg_catalog.pg_class as relation on relation.oid = pg_catalog.to_regclass(listed.name)
join pg_catalog.pg_roles as owner on owner.oid = relation.relowner
where not pg_catalog.pg_has_role(owner.oid, 'usage')
order by listed.name
