-- $1 text[]: schemas. Answers one JSON object a schema.
select
    json_build_object(
        'name', n.nspname,
        'owner', pg_catalog.pg_get_userbyid(n.nspowner),
        'comment', pg_catalog.obj_description(n.oid, 'pg_namespace')
    )
from pg_catalog.pg_namespace as n
where n.nspname = any ($1::text[])
order by n.nspname;
