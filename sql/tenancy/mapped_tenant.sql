create or replace function fraiseql.mapped_tenant() returns text
    language sql
    stable
    parallel safe
    security definer
    set search_path = ''
as $$
    select tenant_id
    from fraiseql.login_tenant
    where login = session_user
$$;
comment on function fraiseql.mapped_tenant() is
    'The tenant that fraiseql.login_tenant gives the login of this session; null where it gives none.';
