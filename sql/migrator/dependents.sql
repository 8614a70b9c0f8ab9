-- Objects that are not FraiseQL's and stand on a view that is to be dropped ($1, a JSON array of names as SQL writes
-- them), or lie in a schema that is to be dropped ($2).
with dropped_view as (
    select pg_catalog.to_regclass(name)::oid as id
    from pg_catalog.json_array_elements_text($1::json) as dropped (name)
),
dropped_schema as (
    select pg_catalog.to_regnamespace(name)::oid as id
    from pg_catalog.json_array_elements_text($2::json) as dropped (name)
),
installed_view as (
    select pg_catalog.to_regclass(name)::oid as id
    from fraiseql.installed_object
    where kind = 'view'
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
        and dependency.classid in ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass)
) as dependent
where dependent.objid not in (select id from installed_view where id is not null)
    and not exists (
        select
        from pg_catalog.pg_class as own
        where dependent.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            and own.oid = dependent.objid
            and own.relnamespace = pg_catalog.to_regnamespace('fraiseql')
            and own.relname in ('migration', 'installed_object', 'api_model', 'migration_has_one_child', 'installed_object_position_seq')
    )
    and not exists (
        select
        from pg_catalog.pg_proc as own
        where dependent.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
            and own.oid = dependent.objid
            and own.pronamespace = pg_catalog.to_regnamespace('fraiseql')
    )
order by 1
