-- Every installed object in the order in which they were made, with the privileges that others hold on it now. Those of
-- some kinds ($1, a JSON array) are told as they are now: the way back restores that, and a renamed column of the user
-- has its new name in it. Last what others may do with it and should not: what they may, by kind, is $2, a JSON object.
select
    kind,
    name,
    relation,
    to_json(depends_on),
    shape,
    text_hash,
    case
        when is_bound and kind in (select json_array_elements_text($1::json))
            then coalesce(fraiseql.object_definition(kind, name), definition)
        else definition
    end,
    to_json(case when is_bound then array(select statement from fraiseql.object_grants(kind, name)) else grants end),
    drop_statement,
    is_bound,
    server_major,
    to_json(array(
        select granted.statement
        from fraiseql.object_grants(kind, name) as granted
        where not jsonb_exists($2::jsonb -> kind, granted.privilege)
            and not exists (
                select
                from fraiseql.installed_object as own
                where own.definition = granted.statement
            )
    ))
from fraiseql.installed_object
order by position
