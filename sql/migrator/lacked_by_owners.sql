-- What the owners of the companion may no longer do with it, as the statements that give it back: an owner may revoke its
-- own privileges, and so may a superuser. Of the generated objects, too: their schema ($1, as SQL writes it, or null) and
-- views ($2, a JSON array of such names). Nothing of the companion is read or called.
with owned (target, kind, owner, acl) as (
    select
        pg_catalog.format('schema %I', schema.nspname),
        'n'::"char",
        schema.nspowner,
        schema.nspacl
    from pg_catalog.pg_namespace as schema
    where schema.nspname = 'fraiseql'
        or schema.oid = pg_catalog.to_regnamespace($1)
    union all
    select
        pg_catalog.format('%I.%I', schema.nspname, relation.relname),
        'r'::"char",
        relation.relowner,
        relation.relacl
    from pg_catalog.pg_class as relation
    join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
    where schema.nspname = 'fraiseql' and relation.relkind = 'r'
        or relation.oid in (
            select pg_catalog.to_regclass(view.name) from pg_catalog.json_array_elements_text($2::json) as view (name)
        )
    union all
    select
        pg_catalog.format('routine %s', routine.oid::pg_catalog.regprocedure),
        'f'::"char",
        routine.proowner,
        routine.proacl
    from pg_catalog.pg_proc as routine
    join pg_catalog.pg_namespace as schema on schema.oid = routine.pronamespace
    where schema.nspname = 'fraiseql'
)
select pg_catalog.format(
    'grant %s on %s to %I;',
    pg_catalog.string_agg(pg_catalog.lower(usual.privilege_type), ', ' order by usual.privilege_type),
    owned.target,
    owner.rolname
)
from owned
join pg_catalog.pg_roles as owner on owner.oid = owned.owner
cross join lateral pg_catalog.aclexplode(pg_catalog.acldefault(owned.kind, owned.owner)) as usual
where not owner.rolsuper
    and usual.grantee = owned.owner
    and usual.privilege_type in ('USAGE', 'CREATE', 'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE')
    and not exists (
        select
        from pg_catalog.aclexplode(coalesce(owned.acl, pg_catalog.acldefault(owned.kind, owned.owner))) as held
        where held.privilege_type = usual.privilege_type
            and (held.grantee = 0 or pg_catalog.pg_has_role(owner.oid, held.grantee, 'usage'))
    )
group by owned.kind, owned.target, owner.rolname
order by owned.kind = 'n' desc, owned.kind = 'r' desc, owned.target
