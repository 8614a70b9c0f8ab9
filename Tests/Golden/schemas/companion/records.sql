CREATE SCHEMA fraiseql;
COMMENT ON SCHEMA fraiseql IS 'FraiseQL: what is installed and which migrations ran. Removed by fraiseql db downgrade base.';
CREATE TABLE fraiseql.api_model (
    only_row boolean DEFAULT true NOT NULL,
    format bigint NOT NULL,
    model json NOT NULL,
    installed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT there_is_one_row CHECK (only_row)
);
COMMENT ON TABLE fraiseql.api_model IS 'The API that the generated objects serve: the sidecar boots from it.';
COMMENT ON COLUMN fraiseql.api_model.only_row IS 'Always true: the table holds one row.';
COMMENT ON COLUMN fraiseql.api_model.format IS 'How the model is written; a sidecar refuses one that it does not know.';
COMMENT ON COLUMN fraiseql.api_model.model IS 'Entities, fields, relations and keys.';
COMMENT ON COLUMN fraiseql.api_model.installed_at IS 'When this model came into force.';
CREATE TABLE fraiseql.ddl_notice (
    noticed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    login text DEFAULT SESSION_USER NOT NULL,
    command text NOT NULL,
    schema_name text NOT NULL,
    object_name text NOT NULL
);
COMMENT ON TABLE fraiseql.ddl_notice IS 'Statements that changed relations and types since the API was installed; written by the event triggers, if any.';
COMMENT ON COLUMN fraiseql.ddl_notice.noticed_at IS 'When the statement ended.';
COMMENT ON COLUMN fraiseql.ddl_notice.login IS 'The login that ran it.';
COMMENT ON COLUMN fraiseql.ddl_notice.command IS 'What it was, such as ALTER TABLE.';
COMMENT ON COLUMN fraiseql.ddl_notice.schema_name IS 'The schema of the relation or type.';
COMMENT ON COLUMN fraiseql.ddl_notice.object_name IS 'Its name when the statement ended, or before it was dropped.';
CREATE TABLE fraiseql.installed_object (
    kind text NOT NULL,
    name text NOT NULL,
    relation text,
    depends_on text[] NOT NULL,
    tables text[] DEFAULT '{}'::text[] NOT NULL,
    shape text,
    text_hash text NOT NULL,
    definition text,
    grants text[] DEFAULT '{}'::text[] NOT NULL,
    drop_statement text NOT NULL,
    is_bound boolean DEFAULT true NOT NULL,
    server_major bigint DEFAULT ((current_setting('server_version_num'::text))::integer / 10000) NOT NULL,
    "position" bigint NOT NULL
);
COMMENT ON TABLE fraiseql.installed_object IS 'Every object that a migration of FraiseQL made here, and how to make and drop it.';
COMMENT ON COLUMN fraiseql.installed_object.kind IS 'What it is, such as view or function. A release of fraiseql may add kinds.';
COMMENT ON COLUMN fraiseql.installed_object.name IS 'The name as SQL writes it, that of a function with the types of its parameters.';
COMMENT ON COLUMN fraiseql.installed_object.relation IS 'The relation of the user that it stands on.';
COMMENT ON COLUMN fraiseql.installed_object.depends_on IS 'Names of installed objects that must be there before it.';
COMMENT ON COLUMN fraiseql.installed_object.tables IS 'The tables that it consists of, where it is a part of this schema with data in it.';
COMMENT ON COLUMN fraiseql.installed_object.shape IS 'Columns with their types, or parameters and result: what has the same shape can be replaced in place.';
COMMENT ON COLUMN fraiseql.installed_object.text_hash IS 'FNV-1a of the statements that made it: tells whether a plan wants it otherwise.';
COMMENT ON COLUMN fraiseql.installed_object.definition IS 'The statements that make it, as PostgreSQL printed them right after it was made.';
COMMENT ON COLUMN fraiseql.installed_object.grants IS 'The privileges on it right after it was made, as statements.';
COMMENT ON COLUMN fraiseql.installed_object.drop_statement IS 'The statement that removes it.';
COMMENT ON COLUMN fraiseql.installed_object.is_bound IS 'False between fraiseql db unbind and bind.';
COMMENT ON COLUMN fraiseql.installed_object.server_major IS 'The major version that printed the definition; another one prints otherwise.';
COMMENT ON COLUMN fraiseql.installed_object."position" IS 'The order in which the objects were made.';
ALTER TABLE fraiseql.installed_object ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME fraiseql.installed_object_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE fraiseql.login_tenant (
    login name NOT NULL,
    tenant_id text NOT NULL,
    note text
);
COMMENT ON TABLE fraiseql.login_tenant IS 'The tenant of logins that are no sidecar''s: auditors, analysts, people with psql. Who is not in it sees no tenant''s rows.';
COMMENT ON COLUMN fraiseql.login_tenant.login IS 'The login, as session_user has it.';
COMMENT ON COLUMN fraiseql.login_tenant.tenant_id IS 'Its tenant, as the tenant column would be written.';
COMMENT ON COLUMN fraiseql.login_tenant.note IS 'Who that is, and why.';
CREATE TABLE fraiseql.migration (
    version text NOT NULL,
    name text NOT NULL,
    parent text,
    steps bigint NOT NULL,
    steps_done bigint DEFAULT 0 NOT NULL,
    direction text DEFAULT 'up'::text NOT NULL,
    up_checksum text,
    down_checksum text,
    down_script text,
    applied_by text DEFAULT SESSION_USER NOT NULL,
    applied_with text DEFAULT current_setting('application_name'::text) NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT a_direction_is_up_or_down CHECK ((direction = ANY (ARRAY['up'::text, 'down'::text]))),
    CONSTRAINT a_version_is_a_timestamp CHECK ((version ~ '^[0-9]{14}$'::text)),
    CONSTRAINT steps_done_are_some_of_the_steps CHECK (((steps_done >= 0) AND (steps_done <= steps)))
);
COMMENT ON TABLE fraiseql.migration IS 'The migrations that ran here, in a chain from parent to child.';
COMMENT ON COLUMN fraiseql.migration.version IS 'The timestamp that the folder of the migration starts with.';
COMMENT ON COLUMN fraiseql.migration.name IS 'The rest of the name of the folder.';
COMMENT ON COLUMN fraiseql.migration.parent IS 'The version that this one follows; null for the first.';
COMMENT ON COLUMN fraiseql.migration.steps IS 'How many steps its scripts have.';
COMMENT ON COLUMN fraiseql.migration.steps_done IS 'How many of them are in force. Each step counts in its own transaction.';
COMMENT ON COLUMN fraiseql.migration.direction IS 'Whether it ran last upwards or downwards.';
COMMENT ON COLUMN fraiseql.migration.up_checksum IS 'SHA-256 of up.sql. Null after psql ran it, until fraiseql sees the folder.';
COMMENT ON COLUMN fraiseql.migration.down_checksum IS 'SHA-256 of down.sql. Null after psql ran up.sql, until fraiseql sees the folder.';
COMMENT ON COLUMN fraiseql.migration.down_script IS 'The way back, as it was when the migration ran.';
COMMENT ON COLUMN fraiseql.migration.applied_by IS 'The login that started it.';
COMMENT ON COLUMN fraiseql.migration.applied_with IS 'The program that started it: fraiseql, psql.';
COMMENT ON COLUMN fraiseql.migration.started_at IS 'When its first step ran.';
COMMENT ON COLUMN fraiseql.migration.finished_at IS 'When its last step was done; null while steps are missing.';
ALTER TABLE ONLY fraiseql.api_model
    ADD CONSTRAINT api_model_pkey PRIMARY KEY (only_row);
ALTER TABLE ONLY fraiseql.installed_object
    ADD CONSTRAINT installed_object_pkey PRIMARY KEY (kind, name);
ALTER TABLE ONLY fraiseql.login_tenant
    ADD CONSTRAINT login_tenant_pkey PRIMARY KEY (login);
ALTER TABLE ONLY fraiseql.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (version);
CREATE UNIQUE INDEX migration_has_one_child ON fraiseql.migration USING btree (COALESCE(parent, 'none'::text));
ALTER TABLE ONLY fraiseql.migration
    ADD CONSTRAINT migration_parent_fkey FOREIGN KEY (parent) REFERENCES fraiseql.migration(version);
GRANT USAGE ON SCHEMA fraiseql TO pg_read_all_settings;
GRANT SELECT ON TABLE fraiseql.api_model TO pg_read_all_settings;
