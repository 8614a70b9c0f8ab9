-- The schemas that hold the team's own objects: none of the system, none that is temporary.
select n.nspname
from pg_catalog.pg_namespace as n
where n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema'
order by n.nspname;
