create or replace procedure fraiseql.begin_step(version text, step integer, direction text)
    language plpgsql
    security invoker
    set search_path = ''
as $$
declare
    done integer;
begin
    call fraiseql.lock_migrations();
    select migration.steps_done
    into done
    from fraiseql.migration
    where migration.version = begin_step.version;
    if done is null then
        raise exception 'migration % is not here', version
            using hint = 'Its first step records it: the step before this one has failed, or never ran.';
    end if;
    if direction = 'up' and done <> step - 1 then
        raise exception 'step % of migration % cannot run now: % are done', step, version, done
            using hint = 'fraiseql db upgrade resumes where it stopped.';
    end if;
    if direction = 'down' and done <> step then
        raise exception 'step % of migration % cannot be undone now: % are done', step, version, done
            using hint = 'fraiseql db downgrade resumes where it stopped.';
    end if;
    if exists (select from fraiseql.migration where migration.parent = begin_step.version) then
        raise exception 'migration % has a successor: undo that one first', version;
    end if;
end
$$;
comment on procedure fraiseql.begin_step(text, integer, text) is
    'Refuses a step that does not come next, so that a script that goes on after an error changes nothing more.';
