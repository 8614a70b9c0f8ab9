create or replace procedure fraiseql.begin_migration(version text, name text, parent text, steps integer)
    language plpgsql
    security invoker
    set search_path = ''
as $$
declare
    head text;
begin
    call fraiseql.lock_migrations();
    if exists (select from fraiseql.migration where migration.version = begin_migration.version) then
        raise exception 'migration % is already here', version
            using hint = 'fraiseql db status shows how far; fraiseql db upgrade resumes a migration that stopped.';
    end if;
    select candidate.version
    into head
    from fraiseql.migration as candidate
    where not exists (select from fraiseql.migration as child where child.parent = candidate.version);
    if head is distinct from parent then
        raise exception 'migration % follows %, but this database is at %', version,
            coalesce(parent, 'none'), coalesce(head, 'none')
            using hint = 'Run the migrations in order; of two with the same parent, write one again on top of the other.';
    end if;
    if exists (select from fraiseql.migration where steps_done < migration.steps) then
        raise exception 'migration % is not finished', head
            using hint = 'fraiseql db upgrade resumes it.';
    end if;
    insert into fraiseql.migration (version, name, parent, steps)
    values (version, name, parent, steps);
end
$$;
comment on procedure fraiseql.begin_migration(text, text, text, integer) is
    'Records a migration before its first step, and refuses one that does not follow what is here.';
