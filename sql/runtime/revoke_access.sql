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
    elsif target = 'function' then
        -- Not looked for by its name: PostgreSQL refuses that where a type of its parameters is gone.
        if exists (select from pg_proc where strpos(name, quote_ident(proname) || '(') > 0 and oid::regprocedure::text = name) then
            execute format('revoke execute on function %s from %I', name, role);
        end if;
    end if;
end
$$;
comment on procedure fraiseql.revoke_access(text, text, text) is
    'Takes USAGE on a schema, SELECT on a relation or EXECUTE on a function back from a role, as far as these are still there.';
