create or replace function fraiseql.notice_ddl() returns event_trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
    set lock_timeout = '100ms'
as $$
begin
    -- Bounded, however long nobody migrates. No row is read: that could fail a serializable transaction when it commits.
    if pg_relation_size('fraiseql.ddl_notice') >= 1048576 then
        return;
    end if;
    if tg_event = 'sql_drop' then
        insert into fraiseql.ddl_notice (command, schema_name, object_name)
        select
            tg_tag,
            dropped.schema_name,
            dropped.object_name
        from pg_event_trigger_dropped_objects() as dropped
        where dropped.classid in ('pg_class'::regclass, 'pg_type'::regclass)
            and dropped.objsubid = 0
            and dropped.original
            and not dropped.is_temporary
            and dropped.schema_name <> 'fraiseql';
    else
        insert into fraiseql.ddl_notice (command, schema_name, object_name)
        select distinct
            command.command_tag,
            schema.nspname,
            named.name
        from pg_event_trigger_ddl_commands() as command
        cross join lateral (
            -- An index stands for its table.
            select
                relation.relnamespace as schema,
                relation.relname as name
            from pg_class as relation
            where command.classid = 'pg_class'::regclass
                and relation.oid = coalesce(
                    (select index.indrelid from pg_index as index where index.indexrelid = command.objid), command.objid
                )
                and relation.relkind in ('r', 'p', 'v', 'm', 'f')
                and relation.relpersistence <> 't'
            union all
            select
                type.typnamespace,
                type.typname
            from pg_type as type
            where command.classid = 'pg_type'::regclass
                and type.oid = command.objid
        ) as named
        join pg_namespace as schema on schema.oid = named.schema
        where schema.nspname <> 'fraiseql';
    end if;
exception
    -- What is wrong with a notice must not fail the statement that it tells of.
    when others then
        null;
end
$$;
comment on function fraiseql.notice_ddl() is
    'Notes which statement changed a relation or a type, for fraiseql db status. Runs as its owner, who owns the table.';
