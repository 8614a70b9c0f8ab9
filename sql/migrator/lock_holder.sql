-- Who holds the migrations of this database; the key is that of fraiseql.lock_migrations. The start of a session is
-- shown to its own role only.
select string_agg(
    format(
        'pid %s (%s as %s%s)', holder.pid, activity.application_name, activity.usename,
        to_char(activity.backend_start at time zone 'UTC', '", since "YYYY-MM-DD HH24:MI:SS" UTC"')
    ),
    ', '
)
from pg_catalog.pg_locks as holder
left join pg_catalog.pg_stat_activity as activity on activity.pid = holder.pid
where holder.locktype = 'advisory'
    and holder.classid = 1179796817
    and holder.objid = 1
    and holder.granted
    and holder.database = (select oid from pg_catalog.pg_database where datname = current_database())
