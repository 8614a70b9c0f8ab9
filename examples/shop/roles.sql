-- The three roles of docs/least-privilege.md, and the fourth that a team already has: the owner of its tables.
-- Roles belong to the whole cluster, so this runs once, before the shop's database is made.

-- Owns the shop's database and tables: the role of the application that was there before FraiseQL.
create role shop login;

-- Runs migrations.
create role fraiseql_migrator login;

-- Reads the API. It cannot log in.
create role fraiseql_api nologin;

-- The sidecar's login: what it may read, it may as a member of fraiseql_api.
create role fraiseql_sidecar login;
grant fraiseql_api to fraiseql_sidecar;
