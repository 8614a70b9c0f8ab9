-- $1 text: the signature of a function. PostgreSQL checks its body, without running it, where that was bound when it was made.
select
    pg_catalog.set_config('check_function_bodies', 'on', true),
    pg_catalog.fmgr_sql_validator(p.oid)
from pg_catalog.pg_proc as p
where p.oid = $1::pg_catalog.regprocedure
  and p.prosqlbody is not null;
