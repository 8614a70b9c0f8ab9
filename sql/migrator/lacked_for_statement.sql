-- What the session's role may not do with what a statement ($1) names and seems to need for it, as the statements that
-- would give it. Whoever reads PostgreSQL's message instead needs it in English. A name without a schema is one of public.
with statement as (
    select
        pg_catalog.lower(word[1]) as verb,
        pg_catalog.lower(word[2]) as noun,
        pg_catalog.quote_ident(current_user) as reader
    from pg_catalog.regexp_match($1, '^\s*(\w+)\s+(\w+)') as word
),
named as (
    select
        parts[1] as first,
        case when pg_catalog.cardinality(parts) = 2 then parts[1] else 'public' end as schema,
        parts[pg_catalog.cardinality(parts)] as name,
        position
    from pg_catalog.regexp_matches(
        $1, '((?:"(?:[^"]|"")+"|[a-zA-Z_][\w$]*)(?:\.(?:"(?:[^"]|"")+"|[a-zA-Z_][\w$]*))?)', 'g'
    ) with ordinality as match (found, position)
    cross join lateral pg_catalog.parse_ident(match.found[1]) as parts
),
object (kind, id, owner, place, target) as (
    select 'schema', schema.oid, schema.nspowner, schema.nspname, pg_catalog.format('schema %I', schema.nspname)
    from pg_catalog.pg_namespace as schema
    where schema.nspname in (select first from named)
    union all
    select 'table', relation.oid, relation.relowner, schema.nspname, pg_catalog.format('%I.%I', schema.nspname, relation.relname)
    from pg_catalog.pg_class as relation
    join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
    where (schema.nspname, relation.relname) in (select schema, name from named)
        and relation.relkind in ('r', 'p', 'v', 'm', 'f')
    union all
    select 'routine', routine.oid, routine.proowner, schema.nspname, pg_catalog.format('routine %s', routine.oid::pg_catalog.regprocedure)
    from pg_catalog.pg_proc as routine
    join pg_catalog.pg_namespace as schema on schema.oid = routine.pronamespace
    where (schema.nspname, routine.proname) in (select schema, name from named)
),
needed (position, target, kind, id, privilege) as (
    -- What the statement makes lies in the schema of the first name in it.
    select 1, object.target, object.kind, object.id, 'create'
    from object
    cross join statement
    where object.kind = 'schema'
        and statement.verb = 'create'
        and statement.noun <> 'schema'
        and object.place = (select first from named where first <> name order by position limit 1)
    union all
    select 2, object.target, object.kind, object.id, 'usage'
    from object
    where object.kind = 'schema'
    union all
    select
        3,
        object.target,
        object.kind,
        object.id,
        case when statement.verb in ('insert', 'update', 'delete', 'truncate') then statement.verb else 'select' end
    from object
    cross join statement
    where object.kind = 'table'
        and statement.verb not in ('alter', 'drop', 'comment')
    union all
    select 4, object.target, object.kind, object.id, 'execute'
    from object
    where object.kind = 'routine'
),
-- What needs the owner, or is the companion, which is its owner's alone.
as_owner (given) as (
    select distinct pg_catalog.format('grant %I to %s;', owner.rolname, statement.reader)
    from object
    join pg_catalog.pg_roles as owner on owner.oid = object.owner
    cross join statement
    where not pg_catalog.pg_has_role(owner.oid, 'usage')
        and (
            object.place = 'fraiseql'
            or object.kind <> 'schema' and statement.verb in ('alter', 'drop', 'comment')
            or object.kind = 'table' and statement.verb = 'create' and statement.noun in ('or', 'index', 'unique', 'trigger')
        )
)
select pg_catalog.format('grant create on database %I to %s;', pg_catalog.current_database(), statement.reader)
from statement
where statement.verb = 'create'
    and statement.noun = 'schema'
    and not pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create')
union all
select given
from as_owner
union all
select given
from (
    select
        needed.position,
        pg_catalog.format(
            'grant %s on %s to %s%s;', needed.privilege, needed.target, statement.reader, passed.option
        ) as given
    from needed
    cross join statement
    cross join lateral (
        -- `grant select (id) on public.orders to reader` passes SELECT on, and nothing else; so do the procedures that take
        -- such grants back.
        select case
            when statement.verb in ('grant', 'revoke') and statement.noun = needed.privilege
                or statement.verb = 'call'
                and $1 ~ case needed.kind
                    when 'schema' then 'revoke_access\(.schema'
                    when 'table' then 'revoke_(columns|access\(.relation)'
                    else 'revoke_access\(.function'
                end
                then ' with grant option'
            else ''
        end
    ) as passed (option)
    where not exists (select from as_owner)
        and not case needed.kind
            when 'schema' then pg_catalog.has_schema_privilege(needed.id, needed.privilege || passed.option)
            when 'table' then pg_catalog.has_table_privilege(needed.id, needed.privilege || passed.option)
            else pg_catalog.has_function_privilege(needed.id, needed.privilege || passed.option)
        end
    order by needed.position, given
) as lacked
