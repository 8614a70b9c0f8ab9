-- locks: ACCESS SHARE on public.people, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 2, 'up');

create view api.v_person with (security_invoker = true) as
select
    t.id,
    t.first_name,
    t.last_name,
    t.born,
    t.data,
    public.full_name(t.*) as full_name,
    public.initials(t.*) as initials,
    public.mood(t.*) as mood,
    public.spent(t.*) as spent,
    public.visits(t.*) as visits,
    jsonb_build_object(
        'id', t.id,
        'firstName', t.first_name,
        'lastName', t.last_name,
        'born', t.born,
        'data', t.data
    ) as data_,
    t.*::public.people as self
from public.people as t;
comment on view api.v_person is 'GraphQL type Person, from public.people.';
comment on column api.v_person.id is 'GraphQL field id.';
comment on column api.v_person.first_name is 'GraphQL field firstName.';
comment on column api.v_person.last_name is 'GraphQL field lastName.';
comment on column api.v_person.born is 'GraphQL field born.';
comment on column api.v_person.data is 'GraphQL field data.';
comment on column api.v_person.full_name is 'GraphQL field fullName. First name, then last name.';
comment on column api.v_person.initials is 'GraphQL field initials.';
comment on column api.v_person.mood is 'GraphQL field mood.';
comment on column api.v_person.spent is 'GraphQL field spent.';
comment on column api.v_person.visits is 'GraphQL field visits_2.';
comment on column api.v_person.data_ is 'The row as a document; costs nothing where it is not read.';
comment on column api.v_person.self is 'The row itself, for functions that take it; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_person', '0000000000000000',
    drop_statement => 'drop view if exists api.v_person;',
    relation => 'public.people',
    shape => 'id integer, first_name text, last_name text, born date, data text, full_name text, initials text[], mood public.mood, spent numeric, visits bigint, data_ jsonb, self public.people'
);

grant select on api.v_person to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'api.v_person to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_access(''relation'', ''api.v_person'', ''pg_read_all_settings'');',
    relation => 'public.people',
    depends_on => array['view api.v_person'],
    shape => '{"on":"relation","name":"api.v_person","role":"pg_read_all_settings"}',
    definition => 'grant select on api.v_person to pg_read_all_settings;'
);

grant select on public.people to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'public.people to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_access(''relation'', ''public.people'', ''pg_read_all_settings'');',
    relation => 'public.people',
    shape => '{"on":"relation","name":"public.people","role":"pg_read_all_settings"}',
    definition => 'grant select on public.people to pg_read_all_settings;'
);

grant execute on function public.spent(public.people,numeric) to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'function public.spent(public.people,numeric) to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_access(''function'', ''public.spent(public.people,numeric)'', ''pg_read_all_settings'');',
    relation => 'public.people',
    shape => '{"on":"function","name":"public.spent(public.people,numeric)","role":"pg_read_all_settings"}',
    definition => 'grant execute on function public.spent(public.people,numeric) to pg_read_all_settings;'
);

call fraiseql.end_step('00000000000000', 2, 'up');
commit;

