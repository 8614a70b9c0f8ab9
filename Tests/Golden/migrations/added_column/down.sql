-- FraiseQL migration 00000000000000_size, down
-- parent: 00000000000000
-- parent-checksum: 0000000000000000000000000000000000000000000000000000000000000000

-- step 4 of 4: the API model, as it was
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 4, 'down');

call fraiseql.record_model(2, $model$...$model$);

call fraiseql.end_step('00000000000000', 4, 'down');
commit;

-- step 3 of 4: public.note, undone
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 3, 'down');

drop view if exists api.v_note;
call fraiseql.forget_object('view', 'api.v_note');

call fraiseql.end_step('00000000000000', 3, 'down');
commit;

-- step 2 of 4: public.author, undone
-- locks: ACCESS SHARE on public.author, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 2, 'down');

drop view if exists api.v_author;
call fraiseql.forget_object('view', 'api.v_author');

create view api.v_author with (security_invoker=true) as
 SELECT id,
    name,
    jsonb_build_object('id', id, 'name', name) AS data
   FROM public.author t;
comment on view api.v_author is 'GraphQL type Author, from public.author.';
comment on column api.v_author.id is 'GraphQL field id.';
comment on column api.v_author.name is 'GraphQL field name.';
comment on column api.v_author.data is 'The row as a document; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_author', '0000000000000000',
    drop_statement => 'drop view if exists api.v_author;',
    relation => 'public.author',
    shape => 'id integer, name text, data jsonb'
);

call fraiseql.end_step('00000000000000', 2, 'down');
commit;

-- step 1 of 4: public.note, undone
-- locks: ACCESS SHARE on public.note, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 1, 'down');

create view api.v_note with (security_invoker=true) as
 SELECT id,
    author_id,
    jsonb_build_object('id', id, 'authorId', author_id, 'author', ( SELECT jsonb_build_object('id', id, 'name', name) AS jsonb_build_object
           FROM api.v_author e
          WHERE (id = author_id))) AS data
   FROM public.note t;
comment on view api.v_note is 'GraphQL type Note, from public.note.';
comment on column api.v_note.id is 'GraphQL field id.';
comment on column api.v_note.author_id is 'GraphQL field authorId.';
comment on column api.v_note.data is 'The row as a document; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_note', '0000000000000000',
    drop_statement => 'drop view if exists api.v_note;',
    relation => 'public.note',
    depends_on => array['view api.v_author'],
    shape => 'id integer, author_id integer, data jsonb'
);

call fraiseql.end_step('00000000000000', 1, 'down');
commit;

