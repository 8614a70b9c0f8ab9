-- locks: ACCESS SHARE on public.containers, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 2, 'up');

create view api.v_container with (security_invoker = true) as
select
    t.id,
    t.a_mood,
    t.moods,
    t.a_positive,
    t.a_small,
    t.smalls::integer[] as smalls,
    t.a_tags,
    t.numbers,
    t.grid,
    t.dates,
    t.a_part,
    t.a_whole,
    t.a_span,
    t.a_spans,
    t.days,
    t.prices,
    t.day_sets,
    jsonb_build_object(
        'id', t.id,
        'aMood', t.a_mood,
        'moods', t.moods,
        'aPositive', t.a_positive,
        'aSmall', t.a_small,
        'smalls', t.smalls,
        'aTags', t.a_tags,
        'numbers', t.numbers,
        'grid', t.grid,
        'dates', t.dates,
        'aPart', t.a_part,
        'aWhole', t.a_whole,
        'aSpan', t.a_span,
        'aSpans', t.a_spans,
        'days', t.days,
        'prices', t.prices,
        'daySets', t.day_sets
    ) as data
from public.containers as t;
comment on view api.v_container is 'GraphQL type Container, from public.containers.';
comment on column api.v_container.id is 'GraphQL field id.';
comment on column api.v_container.a_mood is 'GraphQL field aMood.';
comment on column api.v_container.moods is 'GraphQL field moods.';
comment on column api.v_container.a_positive is 'GraphQL field aPositive.';
comment on column api.v_container.a_small is 'GraphQL field aSmall.';
comment on column api.v_container.smalls is 'GraphQL field smalls.';
comment on column api.v_container.a_tags is 'GraphQL field aTags.';
comment on column api.v_container.numbers is 'GraphQL field numbers.';
comment on column api.v_container.grid is 'GraphQL field grid.';
comment on column api.v_container.dates is 'GraphQL field dates.';
comment on column api.v_container.a_part is 'GraphQL field aPart.';
comment on column api.v_container.a_whole is 'GraphQL field aWhole.';
comment on column api.v_container.a_span is 'GraphQL field aSpan.';
comment on column api.v_container.a_spans is 'GraphQL field aSpans.';
comment on column api.v_container.days is 'GraphQL field days.';
comment on column api.v_container.prices is 'GraphQL field prices.';
comment on column api.v_container.day_sets is 'GraphQL field daySets.';
comment on column api.v_container.data is 'The row as a document; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_container', '0000000000000000',
    drop_statement => 'drop view if exists api.v_container;',
    relation => 'public.containers',
    shape => 'id uuid, a_mood public.mood, moods public.mood[], a_positive public.positive, a_small public.small, smalls integer[], a_tags public.tags, numbers integer[], grid integer[], dates timestamp with time zone[], a_part public.part, a_whole public.whole, a_span public.span, a_spans public.spans, days daterange, prices numrange[], day_sets datemultirange, data jsonb'
);

grant select on api.v_container to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'api.v_container to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_access(''relation'', ''api.v_container'', ''pg_read_all_settings'');',
    relation => 'public.containers',
    depends_on => array['view api.v_container'],
    shape => '{"on":"relation","name":"api.v_container","role":"pg_read_all_settings"}',
    definition => 'grant select on api.v_container to pg_read_all_settings;'
);

grant select (id, a_mood, moods, a_positive, a_small, smalls, a_tags, numbers, grid, dates, a_part, a_whole, a_span, a_spans, days, prices, day_sets) on public.containers to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'public.containers to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_columns(''public.containers'', array[''id'', ''a_mood'', ''moods'', ''a_positive'', ''a_small'', ''smalls'', ''a_tags'', ''numbers'', ''grid'', ''dates'', ''a_part'', ''a_whole'', ''a_span'', ''a_spans'', ''days'', ''prices'', ''day_sets''], ''pg_read_all_settings'');',
    relation => 'public.containers',
    shape => '{"on":"columns","name":"public.containers","role":"pg_read_all_settings","columns":["id","a_mood","moods","a_positive","a_small","smalls","a_tags","numbers","grid","dates","a_part","a_whole","a_span","a_spans","days","prices","day_sets"]}',
    definition => 'grant select (id, a_mood, moods, a_positive, a_small, smalls, a_tags, numbers, grid, dates, a_part, a_whole, a_span, a_spans, days, prices, day_sets) on public.containers to pg_read_all_settings;'
);

call fraiseql.end_step('00000000000000', 2, 'up');
commit;

