CREATE PROCEDURE fraiseql.begin_migration(IN version text, IN name text, IN parent text, IN steps integer)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.begin_migration(IN version text, IN name text, IN parent text, IN steps integer) IS 'Records a migration before its first step, and refuses one that does not follow what is here.';
CREATE PROCEDURE fraiseql.begin_step(IN version text, IN step integer, IN direction text)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.begin_step(IN version text, IN step integer, IN direction text) IS 'Refuses a step that does not come next, so that a script that goes on after an error changes nothing more.';
CREATE PROCEDURE fraiseql.drop_default(IN relation text, IN column_name text)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.drop_default(IN relation text, IN column_name text) IS 'Takes the tenant of the session away as the default of a column, as far as it still is.';
CREATE PROCEDURE fraiseql.end_step(IN version text, IN step integer, IN direction text)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.end_step(IN version text, IN step integer, IN direction text) IS 'Counts a step as done, in the transaction of the step itself.';
CREATE PROCEDURE fraiseql.forget_object(IN kind text, IN name text)
    LANGUAGE sql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.forget_object(IN kind text, IN name text) IS 'Removes the record of an object right after it was dropped.';
CREATE PROCEDURE fraiseql.lock_migrations()
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.lock_migrations() IS 'Holds the migrations of this database until the transaction ends, or says who holds them.';
CREATE FUNCTION fraiseql.object_address(kind text, name text) RETURNS TABLE(classid oid, objid oid, target text)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$...$$;
COMMENT ON FUNCTION fraiseql.object_address(kind text, name text) IS 'The rows of the catalog that an installed object consists of, and what stands for each in a grant; objid is null where it is not there.';
CREATE FUNCTION fraiseql.object_definition(kind text, name text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$...$$;
COMMENT ON FUNCTION fraiseql.object_definition(kind text, name text) IS 'The statements that make an installed object, as this server prints them; null when it is not there.';
CREATE FUNCTION fraiseql.object_grants(kind text, name text) RETURNS TABLE(privilege text, statement text, reversal text)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$...$$;
COMMENT ON FUNCTION fraiseql.object_grants(kind text, name text) IS 'The privileges that others hold on an installed object, with the statements that give and take them.';
CREATE PROCEDURE fraiseql.record_model(IN format integer, IN model json)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.record_model(IN format integer, IN model json) IS 'Puts an API model in force; running sidecars are told, and read it.';
CREATE PROCEDURE fraiseql.record_object(IN kind text, IN name text, IN text_hash text, IN drop_statement text, IN relation text DEFAULT NULL::text, IN depends_on text[] DEFAULT '{}'::text[], IN shape text DEFAULT NULL::text, IN definition text DEFAULT NULL::text, IN tables text[] DEFAULT '{}'::text[])
    LANGUAGE sql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.record_object(IN kind text, IN name text, IN text_hash text, IN drop_statement text, IN relation text, IN depends_on text[], IN shape text, IN definition text, IN tables text[]) IS 'Records an object right after it was made, with the definition that this server prints for it.';
CREATE PROCEDURE fraiseql.revoke_access(IN target text, IN name text, IN role text)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.revoke_access(IN target text, IN name text, IN role text) IS 'Takes USAGE on a schema, SELECT on a relation or EXECUTE on a function back from a role, as far as these are still there.';
CREATE PROCEDURE fraiseql.revoke_columns(IN relation text, IN columns text[], IN role text)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.revoke_columns(IN relation text, IN columns text[], IN role text) IS 'Takes SELECT on columns back from a role, as far as the columns and the role are still there, renamed ones too.';
CREATE PROCEDURE fraiseql.revoke_others(IN kind text, IN name text, IN others_may text[])
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$...$$;
COMMENT ON PROCEDURE fraiseql.revoke_others(IN kind text, IN name text, IN others_may text[]) IS 'Takes back what others may do with an installed object, but for some privileges and for what FraiseQL granted.';
REVOKE ALL ON PROCEDURE fraiseql.begin_migration(IN version text, IN name text, IN parent text, IN steps integer) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.begin_step(IN version text, IN step integer, IN direction text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.drop_default(IN relation text, IN column_name text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.end_step(IN version text, IN step integer, IN direction text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.forget_object(IN kind text, IN name text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.lock_migrations() FROM PUBLIC;
REVOKE ALL ON FUNCTION fraiseql.object_address(kind text, name text) FROM PUBLIC;
REVOKE ALL ON FUNCTION fraiseql.object_definition(kind text, name text) FROM PUBLIC;
REVOKE ALL ON FUNCTION fraiseql.object_grants(kind text, name text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.record_model(IN format integer, IN model json) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.record_object(IN kind text, IN name text, IN text_hash text, IN drop_statement text, IN relation text, IN depends_on text[], IN shape text, IN definition text, IN tables text[]) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.revoke_access(IN target text, IN name text, IN role text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.revoke_columns(IN relation text, IN columns text[], IN role text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE fraiseql.revoke_others(IN kind text, IN name text, IN others_may text[]) FROM PUBLIC;
