-- What the owner of the shop's tables says once, so that the migrating role may pass SELECT on to the API role.
-- Column by column is possible as well: docs/least-privilege.md.
grant connect, create on database shop_loading to fraiseql_migrator;
grant connect on database shop_loading to fraiseql_sidecar;
grant usage on schema public to fraiseql_migrator with grant option;
grant select on all tables in schema public to fraiseql_migrator with grant option;
