-- $1 text[]: schemas. Answers the types outside pg_catalog that columns and functions there use, directly or through an
-- array, a domain, a range or a composite: one JSON object a type. Arrays are no types of their own here, and rows that a
-- function takes or gives are relations.
with recursive used (oid) as (
    select a.atttypid
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n
        on n.oid = c.relnamespace
    join pg_catalog.pg_attribute as a
        on a.attrelid = c.oid
        and a.attnum > 0
        and not a.attisdropped
    where n.nspname = any ($1::text[])
      and c.relkind in ('r', 'p', 'v', 'm', 'f')
    union
    select t.oid
    from pg_catalog.pg_proc as p
    join pg_catalog.pg_namespace as n
        on n.oid = p.pronamespace
    cross join lateral unnest(p.prorettype || p.proargtypes::pg_catalog.oid[]) as typed (oid)
    join pg_catalog.pg_type as t
        on t.oid = typed.oid
    left join pg_catalog.pg_type as e
        on e.oid = t.typelem
        and e.typarray = t.oid
    left join pg_catalog.pg_class as c
        on c.oid = coalesce(e.typrelid, t.typrelid)
    where n.nspname = any ($1::text[])
      and p.prokind = 'f'
      and coalesce(e.typtype, t.typtype) <> 'p'
      and (c.oid is null or c.relkind = 'c')
      and not exists (
          select
          from pg_catalog.pg_depend as d
          where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
            and d.objid = p.oid
            and d.deptype in ('e', 'i')
      )
    union
    select below.oid
    from used
    join pg_catalog.pg_type as t
        on t.oid = used.oid
    cross join lateral (
        select unnest(array[t.typelem, t.typbasetype])
        union all
        select r.rngsubtype from pg_catalog.pg_range as r where t.oid in (r.rngtypid, r.rngmultitypid)
        union all
        select a.atttypid
        from pg_catalog.pg_attribute as a
        where a.attrelid = t.typrelid
          and a.attnum > 0
          and not a.attisdropped
    ) as below (oid)
    where below.oid <> 0
),
reference (oid, schema, name, is_array) as (
    select t.oid, n.nspname, coalesce(e.typname, t.typname), e.oid is not null
    from pg_catalog.pg_type as t
    left join pg_catalog.pg_type as e
        on e.oid = t.typelem
        and e.typarray = t.oid
    join pg_catalog.pg_namespace as n
        on n.oid = coalesce(e.typnamespace, t.typnamespace)
)
select
    json_build_object(
        'schema', self.schema,
        'name', self.name,
        'kind', case t.typtype
            when 'e' then 'enum'
            when 'd' then 'domain'
            when 'r' then 'range'
            when 'm' then 'multirange'
            when 'c' then 'composite'
            else 'base'
        end,
        'labels', (
            select json_agg(l.enumlabel order by l.enumsortorder)
            from pg_catalog.pg_enum as l
            where l.enumtypid = t.oid
        ),
        'base', (
            select json_build_object('schema', b.schema, 'name', b.name, 'array', b.is_array,
                'formatted', pg_catalog.format_type(t.typbasetype, t.typtypmod))
            from reference as b
            where b.oid = t.typbasetype
        ),
        'notNull', t.typnotnull,
        'subtype', (
            select json_build_object('schema', s.schema, 'name', s.name, 'array', s.is_array,
                'formatted', pg_catalog.format_type(s.oid, null))
            from pg_catalog.pg_range as r
            join reference as s
                on s.oid = r.rngsubtype
            where t.oid in (r.rngtypid, r.rngmultitypid)
        ),
        'attributes', (
            select json_agg(json_build_object('name', a.attname, 'type', json_build_object('schema', f.schema,
                'name', f.name, 'array', f.is_array,
                'formatted', pg_catalog.format_type(a.atttypid, a.atttypmod))) order by a.attnum)
            from pg_catalog.pg_attribute as a
            join reference as f
                on f.oid = a.atttypid
            where a.attrelid = t.typrelid
              and a.attnum > 0
              and not a.attisdropped
        ),
        'comment', pg_catalog.obj_description(t.oid, 'pg_type')
    )
from used
join pg_catalog.pg_type as t
    on t.oid = used.oid
join reference as self
    on self.oid = t.oid
    and not self.is_array
where self.schema <> 'pg_catalog'
order by self.schema, self.name;
