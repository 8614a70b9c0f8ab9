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
    select string_agg(quote_ident(attribute.attname), ', ' order by attribute.attnum)
    into present
    from pg_attribute as attribute
    where attribute.attrelid = to_regclass(relation)
        and attribute.attnum > 0
        and not attribute.attisdropped
        and (
            attribute.attname = any (columns)
            -- Called so when the privilege was given.
            or exists (
                select
                from fraiseql.installed_object as installed
                cross join lateral string_to_array(installed.grants[1], ' ') as noted (numbers)
                cross join lateral (select case installed.kind when 'grant' then installed.shape::json end) as granted (shape)
                where installed.kind = 'grant'
                    and granted.shape ->> 'on' = 'columns'
                    and granted.shape ->> 'name' = revoke_columns.relation
                    and granted.shape ->> 'role' = revoke_columns.role
                    and noted.numbers[1] = attribute.attrelid::text
                    and attribute.attnum::text = any (noted.numbers[2:])
            )
        );
    if present is not null then
        execute format('revoke select (%s) on %s from %I', present, relation, role);
    end if;
end
$$;
comment on procedure fraiseql.revoke_columns(text, text[], text) is
    'Takes SELECT on columns back from a role, as far as the columns and the role are still there, renamed ones too.';
