create or replace procedure fraiseql.record_object(
    kind text,
    name text,
    text_hash text,
    drop_statement text,
    relation text default null,
    depends_on text[] default '{}',
    shape text default null,
    definition text default null,
    tables text[] default '{}'
)
    language sql
    security invoker
    set search_path = ''
as $$
    insert into fraiseql.installed_object (
        kind, name, text_hash, drop_statement, relation, depends_on, shape, tables
    )
    values (
        record_object.kind, record_object.name, record_object.text_hash, record_object.drop_statement,
        record_object.relation, record_object.depends_on, record_object.shape, record_object.tables
    )
    on conflict (kind, name) do update
    set
        text_hash = excluded.text_hash,
        drop_statement = excluded.drop_statement,
        relation = excluded.relation,
        depends_on = excluded.depends_on,
        shape = excluded.shape,
        tables = excluded.tables,
        server_major = excluded.server_major,
        is_bound = true;
    -- What prints tables looks them up in the row that is there now.
    update fraiseql.installed_object as installed
    set
        definition = coalesce(
            record_object.definition, fraiseql.object_definition(record_object.kind, record_object.name)
        ),
        grants = array(
            select statement
            from fraiseql.object_grants(record_object.kind, record_object.name)
            union all
            -- Where the columns of a grant are: revoke_columns finds them when they are called otherwise.
            select format('%s %s', attribute.attrelid, string_agg(attribute.attnum::text, ' ' order by attribute.attnum))
            from (select case record_object.kind when 'grant' then record_object.shape::jsonb end) as granted (shape)
            join pg_attribute as attribute on attribute.attrelid = to_regclass(granted.shape ->> 'name')
            where granted.shape ->> 'on' = 'columns'
                and jsonb_exists(granted.shape -> 'columns', attribute.attname)
                and not attribute.attisdropped
            group by attribute.attrelid
        )
    where installed.kind = record_object.kind
        and installed.name = record_object.name;
$$;
comment on procedure fraiseql.record_object(text, text, text, text, text, text[], text, text, text[]) is
    'Records an object right after it was made, with the definition that this server prints for it.';
