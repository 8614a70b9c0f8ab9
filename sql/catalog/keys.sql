-- $1 text[]: schemas. Answers the primary keys and unique constraints there: the relation's oid and a
-- JSON object. conkey holds no columns of "include".
select
    con.conrelid,
    json_build_object(
        'constraint', con.conname,
        'primary', con.contype = 'p',
        'columns', (
            select json_agg(a.attname order by k.position)
            from unnest(con.conkey) with ordinality as k (attnum, position)
            join pg_catalog.pg_attribute as a
                on a.attrelid = con.conrelid
                and a.attnum = k.attnum
        )
    )
from pg_catalog.pg_constraint as con
join pg_catalog.pg_class as c
    on c.oid = con.conrelid
join pg_catalog.pg_namespace as n
    on n.oid = c.relnamespace
where n.nspname = any ($1::text[])
  and con.contype in ('p', 'u')
order by con.conrelid, con.conname;
