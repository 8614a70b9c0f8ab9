create or replace procedure fraiseql.record_model(format integer, model json)
    language plpgsql
    security invoker
    set search_path = ''
as $$
begin
    insert into fraiseql.api_model (format, model)
    values (record_model.format, record_model.model)
    on conflict (only_row) do update
    set
        format = excluded.format,
        model = excluded.model,
        installed_at = clock_timestamp();
    -- What was noticed before is in the model. What is deleted takes its place until it is vacuumed, and notice_ddl() goes
    -- by the place: a table that is half full is emptied for good, which waits for whoever is changing the database.
    if pg_relation_size('fraiseql.ddl_notice') >= 524288 then
        truncate fraiseql.ddl_notice;
    else
        delete from fraiseql.ddl_notice;
    end if;
    -- Sent when the transaction commits; it says nothing but that there is something to read.
    perform pg_notify('fraiseql_model', '');
end
$$;
comment on procedure fraiseql.record_model(integer, json) is
    'Puts an API model in force; running sidecars are told, and read it.';
