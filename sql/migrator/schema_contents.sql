-- Whether a schema ($1) is there, and the relations, routines and types in it.
select
    namespace.nspname,
    object.name
from pg_catalog.pg_namespace as namespace
left join lateral (
    select pg_catalog.format('%I.%I', namespace.nspname, relation.relname) as name
    from pg_catalog.pg_class as relation
    where relation.relnamespace = namespace.oid
        and relation.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all
    select routine.oid::pg_catalog.regprocedure::text
    from pg_catalog.pg_proc as routine
    where routine.pronamespace = namespace.oid
    union all
    -- Not the row types of relations, and not what comes with another type: arrays and multiranges.
    select pg_catalog.format('%I.%I', namespace.nspname, type.typname)
    from pg_catalog.pg_type as type
    left join pg_catalog.pg_class as composite on composite.oid = type.typrelid
    where type.typnamespace = namespace.oid
        and type.typtype <> 'm'
        and type.typcategory <> 'A'
        and (type.typrelid = 0 or composite.relkind = 'c')
) as object on true
where namespace.nspname = $1
order by 2
