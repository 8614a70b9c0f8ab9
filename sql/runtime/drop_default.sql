create or replace procedure fraiseql.drop_default(relation text, column_name text)
    language plpgsql
    security invoker
    set search_path = ''
as $$
begin
    if exists (
        select
        from pg_attribute as attribute
        join pg_attrdef as definition
            on definition.adrelid = attribute.attrelid
            and definition.adnum = attribute.attnum
        where attribute.attrelid = to_regclass(relation)
            and attribute.attname = column_name
            and not attribute.attisdropped
            and pg_get_expr(definition.adbin, definition.adrelid) = 'fraiseql.tenant_id()'
    ) then
        execute format('alter table %s alter column %I drop default', relation, column_name);
    end if;
end
$$;
comment on procedure fraiseql.drop_default(text, text) is
    'Takes the tenant of the session away as the default of a column, as far as it still is.';
