drop table if exists fraiseql.api_model;
drop table if exists fraiseql.installed_object;
drop table if exists fraiseql.migration;
drop schema if exists fraiseql;
