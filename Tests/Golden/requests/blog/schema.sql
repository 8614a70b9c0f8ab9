create type mood as enum ('happy', 'so-so', 'SAD');

create table users (
    id int primary key,
    username text not null unique,
    full_name text,
    mood mood,
    moods mood[],
    created_at timestamptz not null
);

create table posts (
    id bigint primary key,
    author_id int references users,
    title varchar(200) not null,
    price numeric(10, 2),
    published boolean not null,
    tags text[],
    meta jsonb
);
create index on posts (author_id);

create table comments (
    post_id bigint not null references posts,
    number int not null,
    user_id int not null references users,
    content text not null,
    primary key (post_id, number)
);

insert into users values
    (1, 'ada', 'Ada Lovelace', 'happy', '{happy,so-so}', '2024-01-01 10:00+00'),
    (2, 'bob', null, null, null, '2024-01-02 10:00+00'),
    (3, 'cy_d', 'Cy "D" \ 100%', 'so-so', '{}', '2024-01-02 10:00+00'),
    (4, 'dée', 'Dée', 'SAD', '{so-so,null,SAD}', '2024-01-04 10:00+00');

insert into posts values
    (9007199254740993, 1, 'First', 9.90, true, '{a,b}', '{"k": [1, null]}'),
    (2, 1, 'second', null, false, '{}', null),
    (3, 2, '100% sure', 12345678.90, true, null, '"text"'),
    (4, null, 'orphan_', 0, true, '{"x,y","q\"t"}', 'null'),
    (5, 3, 'orphanX', -1.5, false, null, '[]');

insert into comments values
    (2, 1, 2, 'one'), (2, 2, 3, 'two'), (2, 3, 2, 'three'), (3, 1, 1, 'four'), (5, 1, 4, 'five');

create schema api;
create view api.v_user with (security_invoker = true) as select * from users;
create view api.v_post with (security_invoker = true) as select * from posts;
create view api.v_comment with (security_invoker = true) as select * from comments;
