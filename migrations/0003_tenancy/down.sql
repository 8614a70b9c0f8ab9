drop table if exists fraiseql.login_tenant;
