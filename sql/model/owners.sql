-- A schema ($1) and what lies in it, each with its owner, the schema first; no row where there is no such schema.
-- is_trusted: its owner may do whatever the reader does, or is above everybody in this database. A superuser counts as a
-- member of nothing here: being allowed everything, it would be a member of whoever set a trap.
-- is_inert: reading it runs nothing of its owner, since it is a plain table of PostgreSQL's own types.
select
    pg_catalog.pg_describe_object(object.classid, object.objid, 0) as description,
    object.relation,
    owner.rolname as owner,
    owner.rolsuper
        or owner.oid operator(pg_catalog.=) place.datdba
        or owner.rolname operator(pg_catalog.=) 'pg_database_owner'
        or not reader.rolsuper and pg_catalog.pg_has_role(reader.oid, owner.oid, 'usage') as is_trusted,
    object.is_inert and not reader.rolsuper as is_inert
from pg_catalog.pg_namespace as schema
cross join lateral (
    select
        1 as place,
        'pg_catalog.pg_namespace'::pg_catalog.regclass as classid,
        schema.oid as objid,
        null::name as relation,
        schema.nspowner as owner,
        true as is_inert
    union all
    select
        2,
        'pg_catalog.pg_class'::pg_catalog.regclass,
        relation.oid,
        relation.relname,
        relation.relowner,
        relation.relkind operator(pg_catalog.=) 'r'
            and not relation.relrowsecurity
            and not relation.relhassubclass
            and not exists (
                select
                from pg_catalog.pg_attribute as attribute
                where attribute.attrelid operator(pg_catalog.=) relation.oid
                    -- The first oid of what is not PostgreSQL's own.
                    and attribute.atttypid operator(pg_catalog.>=) 16384::oid
            )
    from pg_catalog.pg_class as relation
    where relation.relnamespace operator(pg_catalog.=) schema.oid
    union all
    select
        3,
        'pg_catalog.pg_proc'::pg_catalog.regclass,
        routine.oid,
        null,
        routine.proowner,
        false
    from pg_catalog.pg_proc as routine
    where routine.pronamespace operator(pg_catalog.=) schema.oid
) as object
join pg_catalog.pg_roles as owner on owner.oid operator(pg_catalog.=) object.owner
join pg_catalog.pg_roles as reader on reader.rolname operator(pg_catalog.=) current_user
join pg_catalog.pg_database as place on place.datname operator(pg_catalog.=) pg_catalog.current_database()
where schema.nspname operator(pg_catalog.=) $1
order by object.place, 1
