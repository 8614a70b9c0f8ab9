-- FraiseQL migration 00000000000000_size, up
-- parent: 00000000000000
-- parent-checksum: 0000000000000000000000000000000000000000000000000000000000000000
-- relies-on: {"relation":"public.author","columns":{"id":"integer not null","name":"text not null","Größe":"numeric(4,1)"}}
-- relies-on: {"relation":"public.note","columns":{"id":"integer not null","author_id":"integer not null"}}

-- step 1 of 4: public.note
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_migration('00000000000000', 'size', '00000000000000', 4);

drop view if exists api.v_note;
call fraiseql.forget_object('view', 'api.v_note');

call fraiseql.end_step('00000000000000', 1, 'up');
commit;

-- step 2 of 4: public.author
-- locks: ACCESS SHARE on public.author, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 2, 'up');

drop view if exists api.v_author;
call fraiseql.forget_object('view', 'api.v_author');

create view api.v_author with (security_invoker = true) as
select
    t.id,
    t.name,
    t."Größe",
    jsonb_build_object(
        'id', t.id,
        'name', t.name,
        'groesse', t."Größe"
    ) as data
from public.author as t;
comment on view api.v_author is 'GraphQL type Author, from public.author.';
comment on column api.v_author.id is 'GraphQL field id.';
comment on column api.v_author.name is 'GraphQL field name.';
comment on column api.v_author."Größe" is 'GraphQL field groesse.';
comment on column api.v_author.data is 'The row as a document; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_author', '0000000000000000',
    drop_statement => 'drop view if exists api.v_author;',
    relation => 'public.author',
    shape => 'id integer, name text, "Größe" numeric(4,1), data jsonb'
);

call fraiseql.end_step('00000000000000', 2, 'up');
commit;

-- step 3 of 4: public.note
-- locks: ACCESS SHARE on public.note, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 3, 'up');

create view api.v_note with (security_invoker = true) as
select
    t.id,
    t.author_id,
    jsonb_build_object(
        'id', t.id,
        'authorId', t.author_id,
        'author', (
            select jsonb_build_object(
                'id', e.id,
                'name', e.name,
                'groesse', e."Größe"
            )
            from api.v_author as e
            where e.id = t.author_id
        )
    ) as data
from public.note as t;
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

call fraiseql.end_step('00000000000000', 3, 'up');
commit;

-- step 4 of 4: the API model
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 4, 'up');

call fraiseql.record_model(2, $model$...$model$);

call fraiseql.end_step('00000000000000', 4, 'up');
commit;

