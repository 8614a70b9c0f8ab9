-- The migrations that ran, parents first: a version need not be later than its parent's.
with recursive chain as (
    select
        version,
        1 as place
    from fraiseql.migration
    where parent is null
    union all
    select
        child.version,
        chain.place + 1
    from chain
    join fraiseql.migration as child on child.parent = chain.version
)

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
join chain using (version)
order by chain.place
