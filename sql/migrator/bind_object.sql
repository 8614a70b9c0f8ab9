-- Marks an object ($1 its kind, $2 its name) that was made again, and what goes with it (kinds in $3, a JSON array), and prints it
-- as it is now.
update fraiseql.installed_object
set
    is_bound = true,
    definition = case kind when $1 then fraiseql.object_definition(kind, name) else definition end,
    grants = array(select statement from fraiseql.object_grants(kind, name)),
    server_major = current_setting('server_version_num')::integer / 10000
where kind = $1
    and name = $2
    or kind in (select json_array_elements_text($3::json))
    and depends_on @> array[$1 || ' ' || $2]
