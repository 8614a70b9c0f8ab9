-- Every installed object in the order in which they were made.
select
    kind,
    name,
    relation,
    to_json(depends_on),
    shape,
    text_hash,
    definition,
    to_json(grants),
    drop_statement,
    is_bound,
    server_major
from fraiseql.installed_object
order by position
