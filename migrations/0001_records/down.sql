drop table fraiseql.api_model;
drop table fraiseql.installed_object;
drop table fraiseql.migration;
drop schema fraiseql;
