drop table if exists fraiseql.ddl_notice;
