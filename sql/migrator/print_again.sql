-- After a major upgrade of the server: records the definitions as this major prints them.
update fraiseql.installed_object
set
    definition = fraiseql.object_definition(kind, name),
    server_major = current_setting('server_version_num')::integer / 10000
where kind <> 'grant'
    and is_bound
    and server_major <> current_setting('server_version_num')::integer / 10000
