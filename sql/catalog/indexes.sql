-- $1 text[]: schemas. Answers the indexes there, those behind constraints too: the relation's oid and a JSON object.
-- The key columns come first in indkey, those of "include" behind them; 0 stands for an expression.
select
    i.indrelid,
    json_build_object(
        'name', ic.relname,
        'method', am.amname,
        'unique', i.indisunique,
        'invalid', not i.indisvalid,
        'columns', (
            select json_agg(a.attname order by k.position)
            from unnest(i.indkey::int2[]) with ordinality as k (attnum, position)
            left join pg_catalog.pg_attribute as a
                on a.attrelid = i.indrelid
                and a.attnum = k.attnum
            where k.position <= i.indnkeyatts
        ),
        'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid)
    )
from pg_catalog.pg_index as i
join pg_catalog.pg_class as ic
    on ic.oid = i.indexrelid
join pg_catalog.pg_am as am
    on am.oid = ic.relam
join pg_catalog.pg_class as c
    on c.oid = i.indrelid
join pg_catalog.pg_namespace as n
    on n.oid = c.relnamespace
where n.nspname = any ($1::text[])
  and c.relkind in ('r', 'p', 'm', 'f')
order by i.indrelid, ic.relname;
