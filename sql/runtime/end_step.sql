create or replace procedure fraiseql.end_step(version text, step integer, direction text)
    language plpgsql
    security invoker
    set search_path = ''
as $$
begin
    if direction = 'down' and step = 1 then
        delete from fraiseql.migration where migration.version = end_step.version;
        return;
    end if;
    update fraiseql.migration
    set
        steps_done = case end_step.direction when 'up' then step else step - 1 end,
        direction = end_step.direction,
        finished_at = case when end_step.direction = 'up' and step = steps then clock_timestamp() end
    where migration.version = end_step.version;
end
$$;
comment on procedure fraiseql.end_step(text, integer, text) is
    'Counts a step as done, in the transaction of the step itself.';
