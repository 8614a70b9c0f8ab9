-- Names that clash: between tables, with GraphQL's own types, between schemas.

-- Three tables that want to be "User", a view that does too, and tables that want the names of GraphQL's own types.
create table public.users (id integer primary key);
create table public.tb_user (id integer primary key, user_id integer references public.users, "user" text);
create table public."User" (id integer primary key);
create view public."USERS" as select id from public.users;
create table public.query (id integer primary key);
create table public.string (id integer primary key);

-- The same table in a second schema, whose own name needs quotes; uncountable; a key across schemas.
create schema "Odd ""Schema""";
create table "Odd ""Schema""".users (id integer primary key, owner_id integer references public.users);
create table "Odd ""Schema""".sheep (id integer primary key, "Key.With.Dots" integer unique);
