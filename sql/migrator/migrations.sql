-- The migrations that ran, parents first. A version is a timestamp, later than its parent's.
select
    version,
    name,
    parent,
    steps,
    steps_done,
    direction,
    up_checksum,
    down_checksum,
    down_script,
    applied_by,
    applied_with,
    to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    round(extract(epoch from finished_at - started_at) * 1000)::bigint
from fraiseql.migration
order by version
