-- Policies on tables ($1, a JSON array, as SQL writes them) but those that migrations made ($3, a JSON array): the table, the policy, whether it
-- permits, whether it applies to one of some roles ($2, a JSON array), and the one command that it is for, or null.
select
    schema.nspname,
    relation.relname,
    policy.polname,
    policy.polpermissive,
    exists (
        select
        from pg_catalog.pg_roles as role
        cross join pg_catalog.unnest(policy.polroles) as applies (oid)
        where role.rolname in (select pg_catalog.json_array_elements_text($2::json))
            and (applies.oid = 0 or pg_catalog.pg_has_role(role.oid, applies.oid, 'usage'))
    ),
    case policy.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' end
from pg_catalog.json_array_elements_text($1::json) as listed (name)
join pg_catalog.pg_class as relation on relation.oid = pg_catalog.to_regclass(listed.name)
join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
join pg_catalog.pg_policy as policy on policy.polrelid = relation.oid
where pg_catalog.format('%I on %I.%I', policy.polname, schema.nspname, relation.relname) not in (
    select pg_catalog.json_array_elements_text($3::json)
)
order by 1, 2, 3
