create table fraiseql.ddl_notice (
    noticed_at timestamp with time zone not null default clock_timestamp(),
    login text not null default session_user,
    command text not null,
    schema_name text not null,
    object_name text not null
);
comment on table fraiseql.ddl_notice is 'Statements that changed relations and types since the API was installed; written by the event triggers, if any.';
comment on column fraiseql.ddl_notice.noticed_at is 'When the statement ended.';
comment on column fraiseql.ddl_notice.login is 'The login that ran it.';
comment on column fraiseql.ddl_notice.command is 'What it was, such as ALTER TABLE.';
comment on column fraiseql.ddl_notice.schema_name is 'The schema of the relation or type.';
comment on column fraiseql.ddl_notice.object_name is 'Its name when the statement ended, or before it was dropped.';
