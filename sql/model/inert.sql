-- Switches off what could run somebody's code while a table is read, and says what was set before: between the look at the
-- table and its reading, its owner could put a view or a policy in its place. The second setting is there since PostgreSQL
-- 15.8, 16.4 and 17.
select name, setting,
    pg_catalog.set_config(name, case name when 'row_security' then 'off' else 'view, foreign-table' end, false)
from pg_catalog.pg_settings
where name in ('row_security', 'restrict_nonsystem_relation_kind');
