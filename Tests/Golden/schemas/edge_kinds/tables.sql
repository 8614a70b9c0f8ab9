-- Every kind of relation, and of rows that no primary key tells apart.
create table public.base (id integer primary key, label text);
create table public.derived (extra text) inherits (public.base);

-- No key; a key that may hold nulls; a key that tells every row apart, beside one that does not.
create table public.log_line (at timestamptz not null, text text);
create table public.note (page integer, title text not null, unique (page, title));
create table public.seat (
    code text unique, place integer not null, number integer not null, guest text,
    constraint seat_place_number_key unique (place, number)
);

create view public.late as select at, text from public.log_line where at > '2026-01-01';
comment on view public.late is 'Only the late ones';
create materialized view public.totals as select count(*) as n, max(at) as last from public.log_line;
create unique index on public.totals (n);
