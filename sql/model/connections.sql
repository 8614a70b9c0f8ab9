-- How many sessions this login may have at once, and how many it would find free now, without this very one.
-- PostgreSQL 16 has reserved_connections beside superuser_reserved_connections; limits of -1 mean none. least() skips nulls.
select
    least(bound.server, bound.login, bound.place) as allowed,
    greatest(
        least(
            bound.server - (
                select pg_catalog.sum(statistics.numbackends)
                from pg_catalog.pg_stat_database as statistics
                where statistics.datid <> 0
            ),
            bound.login - (
                select pg_catalog.count(*)
                from pg_catalog.pg_stat_activity as activity
                where activity.usesysid = bound.login_oid
            ),
            bound.place - (
                select statistics.numbackends
                from pg_catalog.pg_stat_database as statistics
                where statistics.datid = bound.place_oid
            )) + 1,
        0) as free,
    bound.maximum, bound.reserved
from (
    select
        server.maximum, server.reserved, login.oid as login_oid, place.oid as place_oid,
        server.maximum - case when login.rolsuper then 0 else server.reserved end as server,
        case when login.rolsuper or login.rolconnlimit < 0 then null else login.rolconnlimit end as login,
        case when login.rolsuper or place.datconnlimit < 0 then null else place.datconnlimit end as place
    from
        (
            select
                pg_catalog.current_setting('max_connections')::integer as maximum,
                pg_catalog.current_setting('superuser_reserved_connections')::integer
                    + coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::integer as reserved
        ) as server,
        pg_catalog.pg_roles as login,
        pg_catalog.pg_database as place
    where login.rolname = session_user and place.datname = pg_catalog.current_database()
) as bound
