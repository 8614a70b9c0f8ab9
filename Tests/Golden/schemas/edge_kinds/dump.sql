-- What the first migration makes or changes beside the schema fraiseql; in parentheses how many columns:
-- ACL: SCHEMA api
-- ACL in api: v_base, v_derived, v_late, v_log_line, v_note, v_seat, v_total
-- ACL in public: base (2), derived (3), late (2), log_line (2), note (2), seat (4), totals (2)
-- COMMENT: SCHEMA api
-- COMMENT in api: v_base (3), v_derived (4), v_late (3), v_log_line (3), v_note (3), v_seat (5), v_total (3)
-- SCHEMA: api
-- VIEW in api: v_base, v_derived, v_late, v_log_line, v_note, v_seat, v_total

-- Of public.totals:
CREATE VIEW api.v_total WITH (security_invoker='true') AS
 SELECT n,
    last,
    jsonb_build_object('n', n, 'last', last) AS data
   FROM public.totals t;
COMMENT ON VIEW api.v_total IS 'GraphQL type Total, from public.totals.';
COMMENT ON COLUMN api.v_total.n IS 'GraphQL field n.';
COMMENT ON COLUMN api.v_total.last IS 'GraphQL field last.';
COMMENT ON COLUMN api.v_total.data IS 'The row as a document; costs nothing where it is not read.';
GRANT SELECT ON TABLE api.v_total TO pg_read_all_settings;
GRANT SELECT(n) ON TABLE public.totals TO pg_read_all_settings;
GRANT SELECT(last) ON TABLE public.totals TO pg_read_all_settings;
