-- What the first migration makes or changes beside the schema fraiseql; in parentheses how many columns:
-- ACL: SCHEMA api
-- ACL in api: v_person, v_visit
-- ACL in public: FUNCTION spent(public.people, above numeric), people, visits (3)
-- COMMENT: SCHEMA api
-- COMMENT in api: v_person (12), v_visit (4)
-- SCHEMA: api
-- VIEW in api: v_person, v_visit

-- Of public.people:
CREATE VIEW api.v_person WITH (security_invoker='true') AS
 SELECT id,
    first_name,
    last_name,
    born,
    data,
    public.full_name(t.*) AS full_name,
    public.initials(t.*) AS initials,
    public.mood(t.*) AS mood,
    public.spent(t.*) AS spent,
    public.visits(t.*) AS visits,
    jsonb_build_object('id', id, 'firstName', first_name, 'lastName', last_name, 'born', born, 'data', data) AS data_,
    t.*::public.people AS self
   FROM public.people t;
COMMENT ON VIEW api.v_person IS 'GraphQL type Person, from public.people.';
COMMENT ON COLUMN api.v_person.id IS 'GraphQL field id.';
COMMENT ON COLUMN api.v_person.first_name IS 'GraphQL field firstName.';
COMMENT ON COLUMN api.v_person.last_name IS 'GraphQL field lastName.';
COMMENT ON COLUMN api.v_person.born IS 'GraphQL field born.';
COMMENT ON COLUMN api.v_person.data IS 'GraphQL field data.';
COMMENT ON COLUMN api.v_person.full_name IS 'GraphQL field fullName. First name, then last name.';
COMMENT ON COLUMN api.v_person.initials IS 'GraphQL field initials.';
COMMENT ON COLUMN api.v_person.mood IS 'GraphQL field mood.';
COMMENT ON COLUMN api.v_person.spent IS 'GraphQL field spent.';
COMMENT ON COLUMN api.v_person.visits IS 'GraphQL field visits_2.';
COMMENT ON COLUMN api.v_person.data_ IS 'The row as a document; costs nothing where it is not read.';
COMMENT ON COLUMN api.v_person.self IS 'The row itself, for functions that take it; costs nothing where it is not read.';
GRANT SELECT ON TABLE api.v_person TO pg_read_all_settings;
GRANT SELECT ON TABLE public.people TO pg_read_all_settings;
REVOKE ALL ON FUNCTION public.spent(public.people, above numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION public.spent(public.people, above numeric) TO pg_read_all_settings;
