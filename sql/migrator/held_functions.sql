-- The functions ($2, a JSON array of signatures as regprocedure prints them) that a role ($1) may call.
select wanted.name
from pg_catalog.json_array_elements_text($2::json) as wanted (name)
where pg_catalog.has_function_privilege($1::name, pg_catalog.to_regprocedure(wanted.name)::oid, 'execute')
