-- Sessions that hold a lock on a relation ($1, as SQL writes it; null for any of the users') against its readers.
select string_agg(
    distinct format('pid %s (%s as %s)', holder.pid, activity.application_name, activity.usename),
    ', '
)
from pg_catalog.pg_locks as holder
left join pg_catalog.pg_stat_activity as activity on activity.pid = holder.pid
where holder.locktype = 'relation'
    and ($1::text is null and holder.relation >= 16384 or holder.relation = pg_catalog.to_regclass($1))
    and holder.pid <> pg_catalog.pg_backend_pid()
    and holder.mode = 'AccessExclusiveLock'
    and holder.granted
    and holder.database = (select oid from pg_catalog.pg_database where datname = current_database())
