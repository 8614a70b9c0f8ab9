select pg_catalog.to_regclass('fraiseql.migration') is not null
