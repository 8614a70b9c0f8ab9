create or replace procedure fraiseql.record_model(format integer, model json)
    language sql
    security invoker
    set search_path = ''
as $$
    insert into fraiseql.api_model (format, model)
    values (record_model.format, record_model.model)
    on conflict (only_row) do update
    set
        format = excluded.format,
        model = excluded.model,
        installed_at = clock_timestamp();
    -- What was noticed before is in the model.
    delete from fraiseql.ddl_notice;
    -- Sent when the transaction commits; it says nothing but that there is something to read.
    select pg_notify('fraiseql_model', '');
$$;
comment on procedure fraiseql.record_model(integer, json) is
    'Puts an API model in force; running sidecars are told, and read it.';
