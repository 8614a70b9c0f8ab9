-- The session's hold on the migrations of this database; the key is that of fraiseql.lock_migrations.
select pg_catalog.pg_try_advisory_lock(1179796817, 1)
