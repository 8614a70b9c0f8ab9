-- What the first migration makes or changes beside the schema fraiseql; in parentheses how many columns:
-- ACL: SCHEMA api
-- ACL in api: v_a_table_whose_name_is_exactly_sixty_three_bytes_long_8b266664,
--     v_a_table_whose_name_is_exactly_sixty_three_bytes_long_8e266b1d, v_data, v_feeling, v_groesse_tabelle, v_order
-- ACL in public: "Größe Tabelle" (8), "order" (10), a_table_whose_name_is_exactly_sixty_three_bytes_long_in_utf8_01
--     (2), a_table_whose_name_is_exactly_sixty_three_bytes_long_in_utf8_02 (2), data (9), feelings (2)
-- COMMENT: SCHEMA api
-- COMMENT in api: v_a_table_whose_name_is_exactly_sixty_three_bytes_long_8b266664 (3),
--     v_a_table_whose_name_is_exactly_sixty_three_bytes_long_8e266b1d (3), v_data (10), v_feeling (3),
--     v_groesse_tabelle (9), v_order (11)
-- SCHEMA: api
-- VIEW in api: v_a_table_whose_name_is_exactly_sixty_three_bytes_long_8b266664,
--     v_a_table_whose_name_is_exactly_sixty_three_bytes_long_8e266b1d, v_data, v_feeling, v_groesse_tabelle, v_order

-- Of public.data:
CREATE VIEW api.v_data WITH (security_invoker='true') AS
 SELECT id,
    data,
    data_,
    n,
    s,
    t0,
    "where",
    "orderBy",
    "limit",
    jsonb_build_object('id', id, 'data', data, 'data_2', data_, 'n', n, 's', s, 't0', t0, 'where', "where", 'orderBy', "orderBy", 'limit', "limit") AS data__
   FROM public.data t;
COMMENT ON VIEW api.v_data IS 'GraphQL type Data, from public.data.';
COMMENT ON COLUMN api.v_data.id IS 'GraphQL field id.';
COMMENT ON COLUMN api.v_data.data IS 'GraphQL field data.';
COMMENT ON COLUMN api.v_data.data_ IS 'GraphQL field data_2.';
COMMENT ON COLUMN api.v_data.n IS 'GraphQL field n.';
COMMENT ON COLUMN api.v_data.s IS 'GraphQL field s.';
COMMENT ON COLUMN api.v_data.t0 IS 'GraphQL field t0.';
COMMENT ON COLUMN api.v_data."where" IS 'GraphQL field where.';
COMMENT ON COLUMN api.v_data."orderBy" IS 'GraphQL field orderBy.';
COMMENT ON COLUMN api.v_data."limit" IS 'GraphQL field limit.';
COMMENT ON COLUMN api.v_data.data__ IS 'The row as a document; costs nothing where it is not read.';
GRANT SELECT ON TABLE api.v_data TO pg_read_all_settings;
GRANT SELECT(id) ON TABLE public.data TO pg_read_all_settings;
GRANT SELECT(data) ON TABLE public.data TO pg_read_all_settings;
GRANT SELECT(data_) ON TABLE public.data TO pg_read_all_settings;
GRANT SELECT(n) ON TABLE public.data TO pg_read_all_settings;
GRANT SELECT(s) ON TABLE public.data TO pg_read_all_settings;
GRANT SELECT(t0) ON TABLE public.data TO pg_read_all_settings;
GRANT SELECT("where") ON TABLE public.data TO pg_read_all_settings;
GRANT SELECT("orderBy") ON TABLE public.data TO pg_read_all_settings;
GRANT SELECT("limit") ON TABLE public.data TO pg_read_all_settings;
