-- Those among roles ($1, a JSON array) that are there.
select rolname
from pg_catalog.pg_roles
where rolname in (select pg_catalog.json_array_elements_text($1::json))
