-- locks: ACCESS SHARE on public.totals, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 8, 'up');

create view api.v_total with (security_invoker = true) as
select
    t.n,
    t.last,
    jsonb_build_object(
        'n', t.n,
        'last', t.last
    ) as data
from public.totals as t;
comment on view api.v_total is 'GraphQL type Total, from public.totals.';
comment on column api.v_total.n is 'GraphQL field n.';
comment on column api.v_total.last is 'GraphQL field last.';
comment on column api.v_total.data is 'The row as a document; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_total', '0000000000000000',
    drop_statement => 'drop view if exists api.v_total;',
    relation => 'public.totals',
    shape => 'n bigint, last timestamp with time zone, data jsonb'
);

grant select on api.v_total to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'api.v_total to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_access(''relation'', ''api.v_total'', ''pg_read_all_settings'');',
    relation => 'public.totals',
    depends_on => array['view api.v_total'],
    shape => '{"on":"relation","name":"api.v_total","role":"pg_read_all_settings"}',
    definition => 'grant select on api.v_total to pg_read_all_settings;'
);

grant select (n, last) on public.totals to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'public.totals to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_columns(''public.totals'', array[''n'', ''last''], ''pg_read_all_settings'');',
    relation => 'public.totals',
    shape => '{"on":"columns","name":"public.totals","role":"pg_read_all_settings","columns":["n","last"]}',
    definition => 'grant select (n, last) on public.totals to pg_read_all_settings;'
);

call fraiseql.end_step('00000000000000', 8, 'up');
commit;

