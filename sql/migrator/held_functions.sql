-- The functions ($2, a JSON array of signatures as regprocedure prints them) that a role ($1) may call. Not looked for by
-- their names: PostgreSQL refuses that where a type of a parameter is gone.
select wanted.name
from pg_catalog.json_array_elements_text($2::json) as wanted (name)
join pg_catalog.pg_proc as routine
    on pg_catalog.strpos(wanted.name, pg_catalog.quote_ident(routine.proname) || '(') > 0
    and routine.oid::pg_catalog.regprocedure::text = wanted.name
where pg_catalog.has_function_privilege($1::name, routine.oid, 'execute')
