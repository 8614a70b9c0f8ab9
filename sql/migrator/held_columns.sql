-- The columns of the relations ($2, a JSON array of names as SQL writes them) that a role ($1) may select.
select
    namespace.nspname,
    relation.relname,
    attribute.attname
from pg_catalog.json_array_elements_text($2::json) as wanted (name)
join pg_catalog.pg_class as relation on relation.oid = pg_catalog.to_regclass(wanted.name)
join pg_catalog.pg_namespace as namespace on namespace.oid = relation.relnamespace
join pg_catalog.pg_attribute as attribute
    on attribute.attrelid = relation.oid
    and attribute.attnum > 0
    and not attribute.attisdropped
where pg_catalog.has_column_privilege($1::name, relation.oid, attribute.attnum, 'select')
