-- How many sessions this login may have at once, and how many it would find free now.
-- PostgreSQL 16 has reserved_connections beside superuser_reserved_connections; limits of -1 mean none.
select bound.allowed, greatest(bound.allowed - others.sessions, 0) as free, bound.maximum, bound.reserved
from (
    select
        least(
            server.maximum - case when login.rolsuper then 0 else server.reserved end,
            case when login.rolsuper or login.rolconnlimit < 0 then null else login.rolconnlimit end,
            case when login.rolsuper or place.datconnlimit < 0 then null else place.datconnlimit end) as allowed,
        server.maximum, server.reserved
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
) as bound,
(
    -- Without this very session.
    select pg_catalog.sum(statistics.numbackends) - 1 as sessions
    from pg_catalog.pg_stat_database as statistics
    where statistics.datid <> 0
) as others
