-- What the first migration makes or changes beside the schema fraiseql; in parentheses how many columns:
-- ACL: SCHEMA "Odd ""Schema""", SCHEMA api
-- ACL in Odd "Schema": sheep (2), users (2)
-- ACL in api: v_odd_schema_user, v_public_query, v_public_string, v_public_user, v_sheep, v_user, v_user_2, v_user_3
-- ACL in public: "USERS" (1), "User" (1), query (1), string (1), tb_user (3), users (1)
-- COMMENT: SCHEMA api
-- COMMENT in api: v_odd_schema_user (3), v_public_query (2), v_public_string (2), v_public_user (2), v_sheep (3),
--     v_user (4), v_user_2 (2), v_user_3 (2)
-- SCHEMA: api
-- VIEW in api: v_odd_schema_user, v_public_query, v_public_string, v_public_user, v_sheep, v_user, v_user_2, v_user_3

-- Of "Odd ""Schema""".sheep:
CREATE VIEW api.v_sheep WITH (security_invoker='true') AS
 SELECT id,
    "Key.With.Dots",
    jsonb_build_object('id', id, 'keyWithDots', "Key.With.Dots") AS data
   FROM "Odd ""Schema""".sheep t;
COMMENT ON VIEW api.v_sheep IS 'GraphQL type Sheep, from "Odd ""Schema""".sheep.';
COMMENT ON COLUMN api.v_sheep.id IS 'GraphQL field id.';
COMMENT ON COLUMN api.v_sheep."Key.With.Dots" IS 'GraphQL field keyWithDots.';
COMMENT ON COLUMN api.v_sheep.data IS 'The row as a document; costs nothing where it is not read.';
GRANT SELECT(id) ON TABLE "Odd ""Schema""".sheep TO pg_read_all_settings;
GRANT SELECT("Key.With.Dots") ON TABLE "Odd ""Schema""".sheep TO pg_read_all_settings;
GRANT SELECT ON TABLE api.v_sheep TO pg_read_all_settings;
