create or replace procedure fraiseql.record_object(
    kind text,
    name text,
    text_hash text,
    drop_statement text,
    relation text default null,
    depends_on text[] default '{}',
    shape text default null,
    definition text default null
)
    language sql
    security invoker
    set search_path = ''
as $$
    insert into fraiseql.installed_object (
        kind, name, text_hash, drop_statement, relation, depends_on, shape, definition, grants
    )
    values (
        record_object.kind, record_object.name, record_object.text_hash, record_object.drop_statement,
        record_object.relation, record_object.depends_on, record_object.shape,
        coalesce(record_object.definition, fraiseql.object_definition(record_object.kind, record_object.name)),
        fraiseql.object_grants(record_object.kind, record_object.name)
    )
    on conflict (kind, name) do update
    set
        text_hash = excluded.text_hash,
        drop_statement = excluded.drop_statement,
        relation = excluded.relation,
        depends_on = excluded.depends_on,
        shape = excluded.shape,
        definition = excluded.definition,
        grants = excluded.grants,
        server_major = excluded.server_major,
        is_bound = true;
$$;
comment on procedure fraiseql.record_object(text, text, text, text, text, text[], text, text) is
    'Records an object right after it was made, with the definition that this server prints for it.';
