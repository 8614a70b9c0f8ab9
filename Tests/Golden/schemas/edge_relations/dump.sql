-- What the first migration makes or changes beside the schema fraiseql; in parentheses how many columns:
-- ACL: SCHEMA api
-- ACL in api: v_event, v_line, v_line_note, v_message, v_passport, v_person
-- ACL in public: event (3), line (2), line_note (3), message (3), passport (2), person (4)
-- COMMENT: SCHEMA api
-- COMMENT in api: v_event (4), v_line (3), v_line_note (4), v_message (4), v_passport (3), v_person (5)
-- SCHEMA: api
-- VIEW in api: v_event, v_line, v_line_note, v_message, v_passport, v_person

-- Of public.message:
CREATE VIEW api.v_message WITH (security_invoker='true') AS
 SELECT sender_id,
    receiver_id,
    body,
    jsonb_build_object('senderId', sender_id, 'receiverId', receiver_id, 'body', body) AS data
   FROM public.message t;
COMMENT ON VIEW api.v_message IS 'GraphQL type Message, from public.message.';
COMMENT ON COLUMN api.v_message.sender_id IS 'GraphQL field senderId.';
COMMENT ON COLUMN api.v_message.receiver_id IS 'GraphQL field receiverId.';
COMMENT ON COLUMN api.v_message.body IS 'GraphQL field body.';
COMMENT ON COLUMN api.v_message.data IS 'The row as a document; costs nothing where it is not read.';
GRANT SELECT ON TABLE api.v_message TO pg_read_all_settings;
GRANT SELECT(sender_id) ON TABLE public.message TO pg_read_all_settings;
GRANT SELECT(receiver_id) ON TABLE public.message TO pg_read_all_settings;
GRANT SELECT(body) ON TABLE public.message TO pg_read_all_settings;
