-- What the grants of FraiseQL ($1, a JSON array of their names) are on, as a text that is another one once that was dropped
-- and made again (null where it is gone), and that text as `unbind` has noted it (null where the grant did not
-- hold then).
select
    installed.name,
    case target.shape ->> 'on'
        when 'function' then (
            select routine.oid::text
            from pg_proc as routine
            -- Not looked for by its name: PostgreSQL refuses that where a type of its parameters is gone.
            where strpos(target.shape ->> 'name', quote_ident(routine.proname) || '(') > 0
                and routine.oid::regprocedure::text = target.shape ->> 'name'
        )
        when 'relation' then to_regclass(target.shape ->> 'name')::oid::text
        when 'columns' then (
            select format('%s %s', attribute.attrelid, string_agg(attribute.attnum::text, ' ' order by attribute.attnum))
            from pg_attribute as attribute
            where attribute.attrelid = to_regclass(target.shape ->> 'name')
                and not attribute.attisdropped
                and jsonb_exists((target.shape -> 'columns')::jsonb, attribute.attname)
            group by attribute.attrelid
        )
    end,
    installed.grants[1]
from fraiseql.installed_object as installed
cross join lateral (
    select case when installed.kind = 'grant' then installed.shape::json end as shape
) as target
where installed.kind = 'grant'
    and installed.name in (select json_array_elements_text($1::json))
