-- $1 text[]: schemas. Answers the functions there that a query could call: one JSON object a function.
with described (oid, json) as (
    select
        t.oid,
        json_build_object(
            'schema', n.nspname,
            'name', coalesce(e.typname, t.typname),
            'array', e.oid is not null,
            'formatted', pg_catalog.format_type(t.oid, null),
            -- A row of a relation, or what has no values of its own, such as anyelement; else left out.
            'of', case
                when coalesce(e.typtype, t.typtype) = 'p' then 'pseudo-type'
                when c.relkind in ('r', 'p', 'v', 'm', 'f') then 'row'
            end
        )
    from pg_catalog.pg_type as t
    left join pg_catalog.pg_type as e
        on e.oid = t.typelem
        and e.typarray = t.oid
    join pg_catalog.pg_namespace as n
        on n.oid = coalesce(e.typnamespace, t.typnamespace)
    left join pg_catalog.pg_class as c
        on c.oid = coalesce(e.typrelid, t.typrelid)
)
select
    json_build_object(
        'schema', n.nspname,
        'name', p.proname,
        'signature', p.oid::pg_catalog.regprocedure::text,
        'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
        'strict', p.proisstrict,
        'securityDefiner', p.prosecdef,
        'variadic', p.provariadic <> 0,
        'parameters', (
            select json_agg(json_build_object(
                'name', nullif(named.name, ''),
                'type', described.json,
                'default', given.position > p.pronargs - p.pronargdefaults
            ) order by given.position)
            from unnest(p.proargtypes) with ordinality as given (type, position)
            join described
                on described.oid = given.type
            left join (
                -- The names of all parameters, those of results among them.
                select listed.name, row_number() over (order by listed.position) as position
                from unnest(p.proargnames, p.proargmodes) with ordinality as listed (name, mode, position)
                where listed.mode is null
                   or listed.mode in ('i', 'b', 'v')
            ) as named
                on named.position = given.position
        ),
        'returnsSet', p.proretset,
        'result', described.json,
        -- A body that was read when the function was made, or a path of its own.
        'findsNames', l.lanname not in ('sql', 'plpgsql')
            or p.prosqlbody is not null
            or exists (select from unnest(p.proconfig) as setting where setting like 'search\_path=%'),
        'comment', pg_catalog.obj_description(p.oid, 'pg_proc')
    )
from pg_catalog.pg_proc as p
join pg_catalog.pg_namespace as n
    on n.oid = p.pronamespace
join pg_catalog.pg_language as l
    on l.oid = p.prolang
join described
    on described.oid = p.prorettype
where n.nspname = any ($1::text[])
  and p.prokind = 'f'
  and p.prorettype not in ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)
  -- What an extension owns is the extension's; the constructors of a range are the type's.
  and not exists (
      select
      from pg_catalog.pg_depend as d
      where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
        and d.objid = p.oid
        and d.deptype in ('e', 'i')
  )
order by n.nspname, p.proname, p.oid::pg_catalog.regprocedure::text;
