create or replace procedure fraiseql.lock_migrations()
    language plpgsql
    security invoker
    set search_path = ''
as $$
begin
    if not pg_try_advisory_xact_lock(1179796817, 1) then
        raise exception 'another migration of this database is running: %', (
            select string_agg(format('pid %s (%s as %s)', holder.pid, activity.application_name, activity.usename), ', ')
            from pg_locks as holder
            left join pg_stat_activity as activity on activity.pid = holder.pid
            where holder.locktype = 'advisory'
                and holder.classid = 1179796817
                and holder.objid = 1
                and holder.granted
                and holder.database = (select oid from pg_database where datname = current_database())
        )
            using errcode = 'object_in_use';
    end if;
end
$$;
comment on procedure fraiseql.lock_migrations() is
    'Holds the migrations of this database until the transaction ends, or says who holds them.';
