-- locks: ACCESS SHARE on public.message, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 5, 'up');

create view api.v_message with (security_invoker = true) as
select
    t.sender_id,
    t.receiver_id,
    t.body,
    jsonb_build_object(
        'senderId', t.sender_id,
        'receiverId', t.receiver_id,
        'body', t.body
    ) as data
from public.message as t;
comment on view api.v_message is 'GraphQL type Message, from public.message.';
comment on column api.v_message.sender_id is 'GraphQL field senderId.';
comment on column api.v_message.receiver_id is 'GraphQL field receiverId.';
comment on column api.v_message.body is 'GraphQL field body.';
comment on column api.v_message.data is 'The row as a document; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_message', '0000000000000000',
    drop_statement => 'drop view if exists api.v_message;',
    relation => 'public.message',
    shape => 'sender_id integer, receiver_id integer, body text, data jsonb'
);

grant select on api.v_message to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'api.v_message to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_access(''relation'', ''api.v_message'', ''pg_read_all_settings'');',
    relation => 'public.message',
    depends_on => array['view api.v_message'],
    shape => '{"on":"relation","name":"api.v_message","role":"pg_read_all_settings"}',
    definition => 'grant select on api.v_message to pg_read_all_settings;'
);

grant select (sender_id, receiver_id, body) on public.message to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'public.message to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_columns(''public.message'', array[''sender_id'', ''receiver_id'', ''body''], ''pg_read_all_settings'');',
    relation => 'public.message',
    shape => '{"on":"columns","name":"public.message","role":"pg_read_all_settings","columns":["sender_id","receiver_id","body"]}',
    definition => 'grant select (sender_id, receiver_id, body) on public.message to pg_read_all_settings;'
);

call fraiseql.end_step('00000000000000', 5, 'up');
commit;

