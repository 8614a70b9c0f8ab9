create or replace function fraiseql.object_grants(kind text, name text) returns text[]
    language sql
    stable
    security invoker
    set search_path = ''
as $$
    select coalesce(array_agg(granted.statement order by granted.statement), '{}')
    from (
        select format(
            'grant %s on %s to %s%s;',
            lower(privilege.privilege_type),
            name,
            case privilege.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(privilege.grantee)) end,
            case when privilege.is_grantable then ' with grant option' else '' end
        ) as statement
        from pg_class as view
        cross join lateral aclexplode(view.relacl) as privilege
        where kind = 'view'
            and view.oid = to_regclass(name)
            and privilege.grantee <> view.relowner
        union all
        select format(
            'grant %s (%I) on %s to %s%s;',
            lower(privilege.privilege_type),
            attribute.attname,
            name,
            case privilege.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(privilege.grantee)) end,
            case when privilege.is_grantable then ' with grant option' else '' end
        )
        from pg_attribute as attribute
        cross join lateral aclexplode(attribute.attacl) as privilege
        where kind = 'view'
            and attribute.attrelid = to_regclass(name)
    ) as granted
$$;
comment on function fraiseql.object_grants(text, text) is
    'The privileges that others hold on an installed object, as statements.';
