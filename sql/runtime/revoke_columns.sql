create or replace procedure fraiseql.revoke_columns(relation text, columns text[], role text)
    language plpgsql
    security invoker
    set search_path = ''
as $$
declare
    present text;
begin
    if not exists (select from pg_roles where rolname = role) then
        return;
    end if;
    select string_agg(quote_ident(attname), ', ' order by attnum)
    into present
    from pg_attribute
    where attrelid = to_regclass(relation)
        and attname = any (columns)
        and attnum > 0
        and not attisdropped;
    if present is not null then
        execute format('revoke select (%s) on %s from %I', present, relation, role);
    end if;
end
$$;
comment on procedure fraiseql.revoke_columns(text, text[], text) is
    'Takes SELECT on columns back from a role, as far as the columns and the role are still there.';
