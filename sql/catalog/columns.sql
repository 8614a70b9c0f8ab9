-- $1 text[]: schemas. Answers the columns of every relation there, in order: the relation's oid and a JSON object.
select
    c.oid,
    json_build_object(
        'name', a.attname,
        'type', json_build_object(
            'schema', tn.nspname,
            'name', coalesce(e.typname, t.typname),
            'array', e.oid is not null,
            'formatted', pg_catalog.format_type(a.atttypid, a.atttypmod)
        ),
        -- As it was declared: PostgreSQL holds nobody to it.
        'dimensions', nullif(greatest(a.attndims, 1), 1),
        -- PostgreSQL 18 sets attnotnull for a constraint that is still "not valid", too.
        'notNull', a.attnotnull and not exists (
            select
            from pg_catalog.pg_constraint as con
            where con.conrelid = c.oid
              and con.contype = 'n'
              and con.conkey = array[a.attnum]
              and not con.convalidated
        ),
        'default', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
        'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
        'generated', a.attgenerated <> '',
        'comment', pg_catalog.col_description(c.oid, a.attnum)
    )
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n
    on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a
    on a.attrelid = c.oid
    and a.attnum > 0
    and not a.attisdropped
join pg_catalog.pg_type as t
    on t.oid = a.atttypid
-- t is an array when it is the array type of its element; int2vector is not.
left join pg_catalog.pg_type as e
    on e.oid = t.typelem
    and e.typarray = t.oid
join pg_catalog.pg_namespace as tn
    on tn.oid = coalesce(e.typnamespace, t.typnamespace)
left join pg_catalog.pg_attrdef as d
    on d.adrelid = c.oid
    and d.adnum = a.attnum
where n.nspname = any ($1::text[])
  and c.relkind in ('r', 'p', 'v', 'm', 'f')
order by c.oid, a.attnum;
