-- $1 text[]: schemas. Answers what holds rows there: its oid, and a JSON object without columns, keys and indexes.
select
    c.oid,
    json_build_object(
        'schema', n.nspname,
        'name', c.relname,
        'kind', case c.relkind
            when 'r' then 'table'
            when 'p' then 'partitioned table'
            when 'v' then 'view'
            when 'm' then 'materialized view'
            when 'f' then 'foreign table'
        end,
        'owner', pg_catalog.pg_get_userbyid(c.relowner),
        'comment', pg_catalog.obj_description(c.oid, 'pg_class'),
        'partitionOf', case when c.relispartition then parents.names -> 0 end,
        'inherits', case when not c.relispartition then parents.names end,
        'rowSecurity', c.relrowsecurity,
        'forceRowSecurity', c.relforcerowsecurity,
        'securityInvoker', exists (
            select
            from pg_catalog.pg_options_to_table(c.reloptions) as option
            where c.relkind = 'v'
              and option.option_name = 'security_invoker'
              and option.option_value::boolean
        )
    )
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n
    on n.oid = c.relnamespace
cross join lateral (
    select json_agg(json_build_object('schema', pn.nspname, 'name', p.relname) order by i.inhseqno) as names
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as p
        on p.oid = i.inhparent
    join pg_catalog.pg_namespace as pn
        on pn.oid = p.relnamespace
    where i.inhrelid = c.oid
) as parents
where n.nspname = any ($1::text[])
  and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and c.relpersistence <> 't'
  -- What an extension owns is the extension's, such as spatial_ref_sys of PostGIS.
  and not exists (
      select
      from pg_catalog.pg_depend as d
      where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.objid = c.oid
        and d.deptype = 'e'
  )
order by n.nspname, c.relname;
