-- A relation with its schema as SQL writes it; no row where there is none.
select pg_catalog.format('%I.%I', namespace.nspname, relation.relname)
from pg_catalog.pg_class as relation
join pg_catalog.pg_namespace as namespace on namespace.oid = relation.relnamespace
where relation.oid = pg_catalog.to_regclass($1)
