create schema fraiseql;
comment on schema fraiseql is 'FraiseQL: what is installed and which migrations ran. Removed by fraiseql db downgrade base.';

create table fraiseql.migration (
    version text primary key,
    name text not null,
    parent text references fraiseql.migration,
    steps bigint not null,
    steps_done bigint not null default 0,
    direction text not null default 'up',
    up_checksum text,
    down_checksum text,
    down_script text,
    applied_by text not null default session_user,
    applied_with text not null default current_setting('application_name'),
    started_at timestamp with time zone not null default clock_timestamp(),
    finished_at timestamp with time zone,
    constraint a_version_is_a_timestamp check (version ~ '^[0-9]{14}$'),
    constraint a_direction_is_up_or_down check (direction in ('up', 'down')),
    constraint steps_done_are_some_of_the_steps check (steps_done between 0 and steps)
);
create unique index migration_has_one_child on fraiseql.migration (coalesce(parent, 'none'));
comment on table fraiseql.migration is 'The migrations that ran here, in a chain from parent to child.';
comment on column fraiseql.migration.version is 'The timestamp that the folder of the migration starts with.';
comment on column fraiseql.migration.name is 'The rest of the name of the folder.';
comment on column fraiseql.migration.parent is 'The version that this one follows; null for the first.';
comment on column fraiseql.migration.steps is 'How many steps its scripts have.';
comment on column fraiseql.migration.steps_done is 'How many of them are in force. Each step counts in its own transaction.';
comment on column fraiseql.migration.direction is 'Whether it ran last upwards or downwards.';
comment on column fraiseql.migration.up_checksum is 'SHA-256 of up.sql. Null after psql ran it, until fraiseql sees the folder.';
comment on column fraiseql.migration.down_checksum is 'SHA-256 of down.sql. Null after psql ran up.sql, until fraiseql sees the folder.';
comment on column fraiseql.migration.down_script is 'The way back, as it was when the migration ran.';
comment on column fraiseql.migration.applied_by is 'The login that started it.';
comment on column fraiseql.migration.applied_with is 'The program that started it: fraiseql, psql.';
comment on column fraiseql.migration.started_at is 'When its first step ran.';
comment on column fraiseql.migration.finished_at is 'When its last step was done; null while steps are missing.';

create table fraiseql.installed_object (
    kind text not null,
    name text not null,
    relation text,
    depends_on text[] not null,
    tables text[] not null default '{}',
    shape text,
    text_hash text not null,
    definition text,
    grants text[] not null default '{}',
    drop_statement text not null,
    is_bound boolean not null default true,
    server_major bigint not null default current_setting('server_version_num')::integer / 10000,
    position bigint generated always as identity,
    primary key (kind, name)
);
comment on table fraiseql.installed_object is 'Every object that a migration of FraiseQL made here, and how to make and drop it.';
comment on column fraiseql.installed_object.kind is 'What it is, such as view or function. A release of fraiseql may add kinds.';
comment on column fraiseql.installed_object.name is 'The name as SQL writes it, that of a function with the types of its parameters.';
comment on column fraiseql.installed_object.relation is 'The relation of the user that it stands on.';
comment on column fraiseql.installed_object.depends_on is 'Names of installed objects that must be there before it.';
comment on column fraiseql.installed_object.tables is 'The tables that it consists of, where it is a part of this schema with data in it.';
comment on column fraiseql.installed_object.shape is 'Columns with their types, or parameters and result: what has the same shape can be replaced in place.';
comment on column fraiseql.installed_object.text_hash is 'FNV-1a of the statements that made it: tells whether a plan wants it otherwise.';
comment on column fraiseql.installed_object.definition is 'The statements that make it, as PostgreSQL printed them right after it was made.';
comment on column fraiseql.installed_object.grants is 'The privileges on it right after it was made, as statements.';
comment on column fraiseql.installed_object.drop_statement is 'The statement that removes it.';
comment on column fraiseql.installed_object.is_bound is 'False between fraiseql db unbind and bind.';
comment on column fraiseql.installed_object.server_major is 'The major version that printed the definition; another one prints otherwise.';
comment on column fraiseql.installed_object.position is 'The order in which the objects were made.';

create table fraiseql.api_model (
    only_row boolean primary key default true,
    format bigint not null,
    model json not null,
    installed_at timestamp with time zone not null default clock_timestamp(),
    constraint there_is_one_row check (only_row)
);
comment on table fraiseql.api_model is 'The API that the generated objects serve: the sidecar boots from it.';
comment on column fraiseql.api_model.only_row is 'Always true: the table holds one row.';
comment on column fraiseql.api_model.format is 'How the model is written; a sidecar refuses one that it does not know.';
comment on column fraiseql.api_model.model is 'Entities, fields, relations and keys.';
comment on column fraiseql.api_model.installed_at is 'When this model came into force.';
