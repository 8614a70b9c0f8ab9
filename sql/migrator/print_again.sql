-- After a major upgrade of the server: records the definitions of the kinds that it prints ($1, a JSON array) as this
-- major prints them.
update fraiseql.installed_object
set
    definition = fraiseql.object_definition(kind, name),
    server_major = current_setting('server_version_num')::integer / 10000
where kind in (select json_array_elements_text($1::json))
    and is_bound
    and server_major <> current_setting('server_version_num')::integer / 10000
