-- Objects that no migration of FraiseQL recorded, and that stand on or lie in one of those that are to be dropped ($1, a
-- JSON array of kinds and names); not those that are to be dropped themselves.
with dropped as (
    select
        address.classid,
        address.objid
    from pg_catalog.json_to_recordset($1::json) as listed (kind text, name text)
    cross join lateral fraiseql.object_address(listed.kind, listed.name) as address
    -- A function of others may name types that are gone; PostgreSQL refuses to look for it then.
    where pg_catalog.strpos(listed.name, '(') = 0
        or exists (
            select
            from fraiseql.installed_object as installed
            where installed.kind = listed.kind
                and installed.name = listed.name
        )
),
-- Also the row types of views: functions take or return them.
pinned as (
    select
        classid,
        objid
    from dropped
    union all
    select
        'pg_catalog.pg_type'::pg_catalog.regclass,
        row_type.oid
    from dropped
    join pg_catalog.pg_type as row_type on row_type.typrelid = dropped.objid
    where dropped.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
),
own as (
    with recursive own_object as (
        select
            address.classid,
            address.objid
        from fraiseql.installed_object as installed
        cross join lateral fraiseql.object_address(installed.kind, installed.name) as address
        union
        -- The partitions of tables.
        select
            own_object.classid,
            part.inhrelid
        from own_object
        join pg_catalog.pg_inherits as part on part.inhparent = own_object.objid
        where own_object.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
    )
    select
        classid,
        objid
    from own_object
    union all
    -- The sequences of their columns.
    select
        sequence.classid,
        sequence.objid
    from own_object
    join pg_catalog.pg_depend as sequence
        on sequence.refclassid = own_object.classid
        and sequence.refobjid = own_object.objid
    where sequence.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and sequence.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and sequence.deptype in ('a', 'i')
)
select distinct pg_catalog.pg_describe_object(dependent.classid, dependent.objid, 0)
from (
    select
        -- A view depends on another through its rule.
        case when rule.oid is null then dependency.classid else 'pg_catalog.pg_class'::pg_catalog.regclass end as classid,
        coalesce(rule.ev_class, dependency.objid) as objid
    from pg_catalog.pg_depend as dependency
    join pinned
        on pinned.classid = dependency.refclassid
        and pinned.objid = dependency.refobjid
    left join pg_catalog.pg_rewrite as rule
        on dependency.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
        and rule.oid = dependency.objid
    where dependency.deptype = 'n'
) as dependent
where not exists (
    select
    from (table own union all table dropped) as excused
    where excused.classid = dependent.classid
        and excused.objid = dependent.objid
)
order by 1
