-- locks: ACCESS SHARE on "Odd ""Schema""".sheep, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 6, 'up');

create view api.v_sheep with (security_invoker = true) as
select
    t.id,
    t."Key.With.Dots",
    jsonb_build_object(
        'id', t.id,
        'keyWithDots', t."Key.With.Dots"
    ) as data
from "Odd ""Schema""".sheep as t;
comment on view api.v_sheep is 'GraphQL type Sheep, from "Odd ""Schema""".sheep.';
comment on column api.v_sheep.id is 'GraphQL field id.';
comment on column api.v_sheep."Key.With.Dots" is 'GraphQL field keyWithDots.';
comment on column api.v_sheep.data is 'The row as a document; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_sheep', '0000000000000000',
    drop_statement => 'drop view if exists api.v_sheep;',
    relation => '"Odd ""Schema""".sheep',
    shape => 'id integer, "Key.With.Dots" integer, data jsonb'
);

grant select on api.v_sheep to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'api.v_sheep to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_access(''relation'', ''api.v_sheep'', ''pg_read_all_settings'');',
    relation => '"Odd ""Schema""".sheep',
    depends_on => array['view api.v_sheep'],
    shape => '{"on":"relation","name":"api.v_sheep","role":"pg_read_all_settings"}',
    definition => 'grant select on api.v_sheep to pg_read_all_settings;'
);

grant select (id, "Key.With.Dots") on "Odd ""Schema""".sheep to pg_read_all_settings;
call fraiseql.record_object(
    'grant', '"Odd ""Schema""".sheep to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_columns(''"Odd ""Schema""".sheep'', array[''id'', ''Key.With.Dots''], ''pg_read_all_settings'');',
    relation => '"Odd ""Schema""".sheep',
    shape => E'{"on":"columns","name":"\\"Odd \\"\\"Schema\\"\\"\\".sheep","role":"pg_read_all_settings","columns":["id","Key.With.Dots"]}',
    definition => 'grant select (id, "Key.With.Dots") on "Odd ""Schema""".sheep to pg_read_all_settings;'
);

call fraiseql.end_step('00000000000000', 6, 'up');
commit;

