create or replace procedure fraiseql.revoke_access(target text, name text, role text)
    language plpgsql
    security invoker
    set search_path = ''
as $$
begin
    if not exists (select from pg_roles where rolname = role) then
        return;
    end if;
    if target = 'schema' and to_regnamespace(name) is not null then
        execute format('revoke usage on schema %s from %I', name, role);
    elsif target = 'relation' and to_regclass(name) is not null then
        execute format('revoke select on %s from %I', name, role);
    end if;
end
$$;
comment on procedure fraiseql.revoke_access(text, text, text) is
    'Takes USAGE on a schema or SELECT on a relation back from a role, as far as these are still there.';
