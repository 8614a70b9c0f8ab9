-- Names that break whoever concatenates them. Every case is said beside its object. Clashes: ../clashing_names.

-- A reserved word as a table, reserved words and quotes as columns, and two names that camel-case to the same.
create table public."order" (
    "select" integer primary key,
    "user" text not null,
    "say ""hi""" text,
    "it's" text,
    "back\slash" text,
    "$1" integer,
    "per%cent" numeric,
    first_name text,
    "firstName" text,
    "FIRST_NAME" text
);
comment on table public."order" is 'A ''quoted'' comment
of two lines with """ and \ in it';
comment on column public."order"."say ""hi""" is '$$ :param $1';

-- Mixed case, spaces, letters beyond ASCII, digits first, nothing that a GraphQL name may hold, and GraphQL's prefix.
create table public."Größe Tabelle" (
    "ID" bigint generated always as identity primary key,
    "Straße" text,
    "日本" text,
    "1st" text,
    "🙂" text,
    "-" text,
    "__typename" text,
    "order" integer references public."order" ("select")
);

-- A column called like the views' document, like row aliases, like the system's parameters.
create table public.data (
    id integer primary key,
    data jsonb,
    data_ text,
    n integer,
    s text,
    t0 text,
    "where" text,
    "orderBy" text,
    "limit" integer
);

-- 63 bytes, equal but for the last; the name of a view over it would be too long.
create table public.a_table_whose_name_is_exactly_sixty_three_bytes_long_in_utf8_01 (
    a_column_whose_name_is_exactly_sixty_three_bytes_long_in_utf8_1 integer primary key,
    a_column_whose_name_is_exactly_sixty_three_bytes_long_in_utf8_2 integer
);
create table public.a_table_whose_name_is_exactly_sixty_three_bytes_long_in_utf8_02 (
    id integer primary key,
    parent_id integer
        constraint a_constraint_whose_name_is_sixty_three_bytes_long_in_utf8_00001
        references public.a_table_whose_name_is_exactly_sixty_three_bytes_long_in_utf8_01
);

-- An enum whose labels are no names.
create type public."Mood-Kind" as enum ('so so', 'PG-13', 'true', '', 'ä', 'SO_SO');
create table public.feelings (id integer primary key, mood public."Mood-Kind" default 'so so');
