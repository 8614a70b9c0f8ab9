-- Objects that no migration of FraiseQL recorded, and that stand on a view that is to be dropped ($1, a JSON array of
-- names as SQL writes them) or lie in a schema that is to be dropped ($2).
with dropped_view as (
    select pg_catalog.to_regclass(name)::oid as id
    from pg_catalog.json_array_elements_text($1::json) as dropped (name)
),
dropped_schema as (
    select pg_catalog.to_regnamespace(name)::oid as id
    from pg_catalog.json_array_elements_text($2::json) as dropped (name)
),
recorded_table as (
    select pg_catalog.to_regclass(record.name)::oid as id
    from fraiseql.installed_object as installed
    cross join pg_catalog.unnest(installed.tables) as record (name)
),
own as (
    with recursive own_relation as (
        select id
        from recorded_table
        union
        -- Their partitions.
        select part.inhrelid
        from own_relation
        join pg_catalog.pg_inherits as part on part.inhparent = own_relation.id
    )
    select
        'pg_catalog.pg_class'::pg_catalog.regclass as classid,
        id as objid
    from own_relation
    union all
    -- The sequences of their columns.
    select
        sequence.classid,
        sequence.objid
    from own_relation
    join pg_catalog.pg_depend as sequence
        on sequence.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and sequence.refobjid = own_relation.id
    where sequence.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and sequence.deptype in ('a', 'i')
    union all
    select
        'pg_catalog.pg_class'::pg_catalog.regclass,
        pg_catalog.to_regclass(name)::oid
    from fraiseql.installed_object
    where kind = 'view'
    union all
    select
        'pg_catalog.pg_proc'::pg_catalog.regclass,
        pg_catalog.to_regprocedure(name)::oid
    from fraiseql.installed_object
    where kind = 'function'
)
select distinct pg_catalog.pg_describe_object(dependent.classid, dependent.objid, 0)
from (
    -- A view depends on another through its rule.
    select
        'pg_catalog.pg_class'::pg_catalog.regclass as classid,
        rule.ev_class as objid
    from pg_catalog.pg_depend as dependency
    join pg_catalog.pg_rewrite as rule
        on dependency.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
        and rule.oid = dependency.objid
    where dependency.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and dependency.refobjid in (select id from dropped_view)
    union all
    select
        dependency.classid,
        dependency.objid
    from pg_catalog.pg_depend as dependency
    where dependency.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and dependency.refobjid in (select id from dropped_view)
        and dependency.classid in ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass)
    union all
    -- Functions that take or return the row type of an installed view.
    select
        dependency.classid,
        dependency.objid
    from pg_catalog.pg_depend as dependency
    join pg_catalog.pg_type as row_type on row_type.oid = dependency.refobjid
    where dependency.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
        and row_type.typrelid in (select id from dropped_view)
        and dependency.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    union all
    select
        dependency.classid,
        dependency.objid
    from pg_catalog.pg_depend as dependency
    where dependency.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
        and dependency.refobjid in (select id from dropped_schema)
        and dependency.deptype = 'n'
) as dependent
where not exists (
    select
    from own
    where own.classid = dependent.classid
        and own.objid = dependent.objid
)
order by 1
