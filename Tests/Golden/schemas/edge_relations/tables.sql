-- Every kind of key and of relation.

-- Self reference; two keys to one table; one-to-one; a key into a schema that is not exposed; row security.
create schema hidden;
create table hidden.region (id integer primary key);
create table public.person (
    id integer primary key,
    email text not null unique,
    boss_id integer references public.person,
    region_id integer references hidden.region
);
alter table public.person enable row level security;
create table public.passport (person_id integer primary key references public.person, number text);
create table public.message (
    sender_id integer not null references public.person,
    receiver_id integer references public.person on delete set null,
    body text
);
create index on public.message (sender_id) include (body);
create unique index on public.message (lower(body), receiver_id) where body <> '';

-- Composite keys whose order differs from the columns'; a partitioned table with a key that only one partition has.
create table public.line (order_id integer, line_no smallint, primary key (line_no, order_id));
create table public.line_note (
    order_id integer, line_no smallint, note text,
    unique (order_id, note) include (line_no),
    foreign key (line_no, order_id) references public.line (line_no, order_id)
);
create table public.event (id integer, at date, person_id integer references public.person, primary key (id, at))
    partition by range (at);
create table public.event_rest partition of public.event default;
alter table public.event_rest add foreign key (id) references public.person;
