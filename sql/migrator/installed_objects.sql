-- Every installed object in the order in which they were made. Views and functions are told as they are now, with the privileges that
-- others hold on it now: the way back restores that, and a renamed column of the user has its new name in it.
select
    kind,
    name,
    relation,
    to_json(depends_on),
    shape,
    text_hash,
    case when is_bound and kind in ('view', 'function') then coalesce(fraiseql.object_definition(kind, name), definition) else definition end,
    to_json(case when is_bound then fraiseql.object_grants(kind, name) else grants end),
    drop_statement,
    is_bound,
    server_major
from fraiseql.installed_object
order by position
