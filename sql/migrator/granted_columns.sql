-- The columns that FraiseQL's grants to a role ($1) are on, whatever they are called by now.
select
    namespace.nspname,
    relation.relname,
    attribute.attname
from fraiseql.installed_object as installed
cross join lateral string_to_array(installed.grants[1], ' ') as noted (numbers)
cross join lateral (select case installed.kind when 'grant' then installed.shape::json end) as granted (shape)
-- After a restore the number may be another table's; a table that was renamed is found by it.
join pg_class as relation
    on relation.oid::text = noted.numbers[1]
    and relation.oid = coalesce(to_regclass(granted.shape ->> 'name')::oid, relation.oid)
join pg_namespace as namespace on namespace.oid = relation.relnamespace
join pg_attribute as attribute
    on attribute.attrelid = relation.oid
    and attribute.attnum::text = any (noted.numbers[2:])
    and not attribute.attisdropped
where installed.kind = 'grant'
    and granted.shape ->> 'on' = 'columns'
    and granted.shape ->> 'role' = $1
