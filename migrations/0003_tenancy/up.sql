create table fraiseql.login_tenant (
    login name primary key,
    tenant_id text not null,
    note text
);
comment on table fraiseql.login_tenant is 'The tenant of logins that are no sidecar''s: auditors, analysts, people with psql. Who is not in it sees no tenant''s rows.';
comment on column fraiseql.login_tenant.login is 'The login, as session_user has it.';
comment on column fraiseql.login_tenant.tenant_id is 'Its tenant, as the tenant column would be written.';
comment on column fraiseql.login_tenant.note is 'Who that is, and why.';
