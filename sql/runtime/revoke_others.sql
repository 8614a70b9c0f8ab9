create or replace procedure fraiseql.revoke_others(kind text, name text, others_may text[])
    language plpgsql
    security invoker
    set search_path = ''
as $$
declare
    reversal text;
begin
    for reversal in
        select granted.reversal
        from fraiseql.object_grants(kind, name) as granted
        where granted.privilege <> all (others_may)
            and not exists (
                select
                from fraiseql.installed_object as own
                where own.definition = granted.statement
            )
    loop
        execute reversal;
    end loop;
end
$$;
comment on procedure fraiseql.revoke_others(text, text, text[]) is
    'Takes back what others may do with an installed object, but for some privileges and for what FraiseQL granted.';
