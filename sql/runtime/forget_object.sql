create or replace procedure fraiseql.forget_object(kind text, name text)
    language sql
    security invoker
    set search_path = ''
as $$
    delete from fraiseql.installed_object as installed
    where installed.kind = forget_object.kind
        and installed.name = forget_object.name;
$$;
comment on procedure fraiseql.forget_object(text, text) is
    'Removes the record of an object right after it was dropped.';
