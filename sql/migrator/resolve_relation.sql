-- Runs on the search path of the session, as `orders` means what psql would take it for.
-- A relation with its schema as SQL writes it; no row where there is none.
select pg_catalog.format('%I.%I', namespace.nspname, relation.relname)
from pg_catalog.pg_class as relation
join pg_catalog.pg_namespace as namespace on namespace.oid operator(pg_catalog.=) relation.relnamespace
where relation.oid operator(pg_catalog.=) pg_catalog.to_regclass($1)
