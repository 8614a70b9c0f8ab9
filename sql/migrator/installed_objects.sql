-- Every installed object in the order in which they were made, with the privileges that others hold on it now.
select
    kind,
    name,
    relation,
    to_json(depends_on),
    shape,
    text_hash,
    definition,
    to_json(case when is_bound then fraiseql.object_grants(kind, name) else grants end),
    drop_statement,
    is_bound,
    server_major
from fraiseql.installed_object
order by position
