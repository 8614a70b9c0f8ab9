-- The statements that changed relations and types since the API was installed, as far as they were noticed, oldest first.
select
    schema_name,
    object_name,
    command,
    login,
    to_char(noticed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
from fraiseql.ddl_notice
order by noticed_at
