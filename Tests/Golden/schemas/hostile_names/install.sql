-- locks: ACCESS SHARE on public.data, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 4, 'up');

create view api.v_data with (security_invoker = true) as
select
    t.id,
    t.data,
    t.data_,
    t.n,
    t.s,
    t.t0,
    t."where",
    t."orderBy",
    t."limit",
    jsonb_build_object(
        'id', t.id,
        'data', t.data,
        'data_2', t.data_,
        'n', t.n,
        's', t.s,
        't0', t.t0,
        'where', t."where",
        'orderBy', t."orderBy",
        'limit', t."limit"
    ) as data__
from public.data as t;
comment on view api.v_data is 'GraphQL type Data, from public.data.';
comment on column api.v_data.id is 'GraphQL field id.';
comment on column api.v_data.data is 'GraphQL field data.';
comment on column api.v_data.data_ is 'GraphQL field data_2.';
comment on column api.v_data.n is 'GraphQL field n.';
comment on column api.v_data.s is 'GraphQL field s.';
comment on column api.v_data.t0 is 'GraphQL field t0.';
comment on column api.v_data."where" is 'GraphQL field where.';
comment on column api.v_data."orderBy" is 'GraphQL field orderBy.';
comment on column api.v_data."limit" is 'GraphQL field limit.';
comment on column api.v_data.data__ is 'The row as a document; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_data', '0000000000000000',
    drop_statement => 'drop view if exists api.v_data;',
    relation => 'public.data',
    shape => 'id integer, data jsonb, data_ text, n integer, s text, t0 text, "where" text, "orderBy" text, "limit" integer, data__ jsonb'
);

grant select on api.v_data to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'api.v_data to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_access(''relation'', ''api.v_data'', ''pg_read_all_settings'');',
    relation => 'public.data',
    depends_on => array['view api.v_data'],
    shape => '{"on":"relation","name":"api.v_data","role":"pg_read_all_settings"}',
    definition => 'grant select on api.v_data to pg_read_all_settings;'
);

grant select (id, data, data_, n, s, t0, "where", "orderBy", "limit") on public.data to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'public.data to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_columns(''public.data'', array[''id'', ''data'', ''data_'', ''n'', ''s'', ''t0'', ''where'', ''orderBy'', ''limit''], ''pg_read_all_settings'');',
    relation => 'public.data',
    shape => '{"on":"columns","name":"public.data","role":"pg_read_all_settings","columns":["id","data","data_","n","s","t0","where","orderBy","limit"]}',
    definition => 'grant select (id, data, data_, n, s, t0, "where", "orderBy", "limit") on public.data to pg_read_all_settings;'
);

call fraiseql.end_step('00000000000000', 4, 'up');
commit;

