-- What the first migration makes or changes beside the schema fraiseql; in parentheses how many columns:
-- ACL: SCHEMA api
-- ACL in api: v_container, v_scalar
-- ACL in public: containers (17), scalars (40)
-- COMMENT: SCHEMA api
-- COMMENT in api: v_container (18), v_scalar (41)
-- SCHEMA: api
-- VIEW in api: v_container, v_scalar

-- Of public.containers:
CREATE VIEW api.v_container WITH (security_invoker='true') AS
 SELECT id,
    a_mood,
    moods,
    a_positive,
    a_small,
    (smalls)::integer[] AS smalls,
    a_tags,
    numbers,
    grid,
    dates,
    a_part,
    a_whole,
    a_span,
    a_spans,
    days,
    prices,
    day_sets,
    jsonb_build_object('id', id, 'aMood', a_mood, 'moods', moods, 'aPositive', a_positive, 'aSmall', a_small, 'smalls', smalls, 'aTags', a_tags, 'numbers', numbers, 'grid', grid, 'dates', dates, 'aPart', a_part, 'aWhole', a_whole, 'aSpan', a_span, 'aSpans', a_spans, 'days', days, 'prices', prices, 'daySets', day_sets) AS data
   FROM public.containers t;
COMMENT ON VIEW api.v_container IS 'GraphQL type Container, from public.containers.';
COMMENT ON COLUMN api.v_container.id IS 'GraphQL field id.';
COMMENT ON COLUMN api.v_container.a_mood IS 'GraphQL field aMood.';
COMMENT ON COLUMN api.v_container.moods IS 'GraphQL field moods.';
COMMENT ON COLUMN api.v_container.a_positive IS 'GraphQL field aPositive.';
COMMENT ON COLUMN api.v_container.a_small IS 'GraphQL field aSmall.';
COMMENT ON COLUMN api.v_container.smalls IS 'GraphQL field smalls.';
COMMENT ON COLUMN api.v_container.a_tags IS 'GraphQL field aTags.';
COMMENT ON COLUMN api.v_container.numbers IS 'GraphQL field numbers.';
COMMENT ON COLUMN api.v_container.grid IS 'GraphQL field grid.';
COMMENT ON COLUMN api.v_container.dates IS 'GraphQL field dates.';
COMMENT ON COLUMN api.v_container.a_part IS 'GraphQL field aPart.';
COMMENT ON COLUMN api.v_container.a_whole IS 'GraphQL field aWhole.';
COMMENT ON COLUMN api.v_container.a_span IS 'GraphQL field aSpan.';
COMMENT ON COLUMN api.v_container.a_spans IS 'GraphQL field aSpans.';
COMMENT ON COLUMN api.v_container.days IS 'GraphQL field days.';
COMMENT ON COLUMN api.v_container.prices IS 'GraphQL field prices.';
COMMENT ON COLUMN api.v_container.day_sets IS 'GraphQL field daySets.';
COMMENT ON COLUMN api.v_container.data IS 'The row as a document; costs nothing where it is not read.';
GRANT SELECT ON TABLE api.v_container TO pg_read_all_settings;
GRANT SELECT(id) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(a_mood) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(moods) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(a_positive) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(a_small) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(smalls) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(a_tags) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(numbers) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(grid) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(dates) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(a_part) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(a_whole) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(a_span) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(a_spans) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(days) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(prices) ON TABLE public.containers TO pg_read_all_settings;
GRANT SELECT(day_sets) ON TABLE public.containers TO pg_read_all_settings;
