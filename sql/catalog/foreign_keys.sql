-- $1 text[]: schemas. Answers the foreign keys there, wherever they point: the relation's oid and a JSON object.
select
    con.conrelid,
    json_build_object(
        'constraint', con.conname,
        'columns', pairs.local,
        'target', json_build_object('schema', tn.nspname, 'name', target.relname),
        'targetColumns', pairs.remote,
        -- conenforced came with PostgreSQL 18.
        'unenforced', not con.convalidated or to_jsonb(con) ->> 'conenforced' = 'false',
        'comment', pg_catalog.obj_description(con.oid, 'pg_constraint')
    )
from pg_catalog.pg_constraint as con
join pg_catalog.pg_class as c
    on c.oid = con.conrelid
join pg_catalog.pg_namespace as n
    on n.oid = c.relnamespace
join pg_catalog.pg_class as target
    on target.oid = con.confrelid
join pg_catalog.pg_namespace as tn
    on tn.oid = target.relnamespace
cross join lateral (
    select
        json_agg(l.attname order by k.position) as local,
        json_agg(r.attname order by k.position) as remote
    from rows from (unnest(con.conkey), unnest(con.confkey)) with ordinality as k (local, remote, position)
    join pg_catalog.pg_attribute as l
        on l.attrelid = con.conrelid
        and l.attnum = k.local
    join pg_catalog.pg_attribute as r
        on r.attrelid = con.confrelid
        and r.attnum = k.remote
) as pairs
where n.nspname = any ($1::text[])
  and con.contype = 'f'
  -- A key with a parent is the copy that PostgreSQL keeps for a partition, on either side.
  and con.conparentid = 0
  -- A key with "period" (PostgreSQL 18) is no equality, so it makes no relation.
  and to_jsonb(con) ->> 'conperiod' is distinct from 'true'
order by con.conrelid, con.conname;
