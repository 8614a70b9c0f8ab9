select pg_catalog.pg_advisory_unlock(1179796817, 1)
