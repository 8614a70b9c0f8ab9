-- The workload of the benchmark: a blog with the usual fields. 10,000 users, 50,000 posts, 200,000 comments.
create table public.users (
    id int primary key generated always as identity,
    username text not null unique,
    full_name text not null,
    email text not null,
    bio text,
    is_active boolean not null default true,
    created_at timestamptz not null
);
create table public.posts (
    id int primary key generated always as identity,
    author_id int not null references public.users,
    title text not null,
    slug text not null,
    content text not null,
    status text not null,
    view_count int not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create table public.comments (
    id int primary key generated always as identity,
    post_id int not null references public.posts,
    author_id int not null references public.users,
    content text not null,
    created_at timestamptz not null
);
insert into public.users (username, full_name, email, bio, is_active, created_at)
select 'user' || n, 'Full Name ' || n, 'user' || n || '@example.com', 'Bio of user ' || n, n % 10 <> 0,
    timestamptz '2024-01-01 00:00:00+00' + n * interval '1 minute'
from generate_series(1, 10000) n;
insert into public.posts (author_id, title, slug, content, status, view_count, created_at, updated_at)
select 1 + (n * 7919) % 10000, 'The title of post ' || n, 'the-title-of-post-' || n,
    'A first paragraph of post ' || n || ' that is long enough to look like text: ' || repeat('lorem ipsum ', 8),
    case n % 4 when 0 then 'draft' else 'published' end, (n * 31) % 5000,
    timestamptz '2024-02-01 00:00:00+00' + n * interval '1 minute',
    timestamptz '2024-03-01 00:00:00+00' + n * interval '1 minute'
from generate_series(1, 50000) n;
insert into public.comments (post_id, author_id, content, created_at)
select 1 + (n * 104729::bigint) % 50000, 1 + (n * 1299709::bigint) % 10000, 'A comment, number ' || n || ', of ordinary length',
    timestamptz '2024-04-01 00:00:00+00' + n * interval '1 minute'
from generate_series(1, 200000) n;
create index posts_author on public.posts (author_id, id);
create index posts_created on public.posts (created_at, id);
create index comments_post on public.comments (post_id, id);
create index comments_author on public.comments (author_id, id);
vacuum analyze;
