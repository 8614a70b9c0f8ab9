create or replace function fraiseql.object_grants(kind text, name text)
    returns table (privilege text, statement text, reversal text)
    language sql
    stable
    security invoker
    set search_path = ''
as $$
    with address as (
        select
            classid,
            objid,
            target
        from fraiseql.object_address(kind, name)
    ),
    owned as (
        select
            relation.relowner as owner,
            relation.relacl as acl,
            '' as columns,
            address.target
        from address
        join pg_class as relation on relation.oid = address.objid
        where address.classid = 'pg_class'::regclass
        union all
        select
            relation.relowner,
            attribute.attacl,
            format(' (%I)', attribute.attname),
            address.target
        from address
        join pg_class as relation on relation.oid = address.objid
        join pg_attribute as attribute on attribute.attrelid = relation.oid
        where address.classid = 'pg_class'::regclass
        union all
        select
            schema.nspowner,
            schema.nspacl,
            '',
            address.target
        from address
        join pg_namespace as schema on schema.oid = address.objid
        where address.classid = 'pg_namespace'::regclass
        union all
        -- Everyone may call a function of which nothing is said.
        select
            routine.proowner,
            coalesce(routine.proacl, acldefault('f', routine.proowner)),
            '',
            address.target
        from address
        join pg_proc as routine on routine.oid = address.objid
        where address.classid = 'pg_proc'::regclass
    )
    select
        lower(granted.privilege_type),
        format(
            'grant %s%s on %s to %s%s;', lower(granted.privilege_type), owned.columns, owned.target, grantee.name,
            case when granted.is_grantable then ' with grant option' else '' end
        ) as statement,
        format(
            'revoke %s%s on %s from %s cascade;', lower(granted.privilege_type), owned.columns, owned.target, grantee.name
        )
    from owned
    cross join lateral aclexplode(owned.acl) as granted
    cross join lateral (
        select case granted.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(granted.grantee)) end as name
    ) as grantee
    where granted.grantee <> owned.owner
    order by statement
$$;
comment on function fraiseql.object_grants(text, text) is
    'The privileges that others hold on an installed object, with the statements that give and take them.';
