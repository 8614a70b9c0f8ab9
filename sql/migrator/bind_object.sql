-- Marks a view that was made again, and the grants on it, and prints the view as it is now.
update fraiseql.installed_object
set
    is_bound = true,
    definition = case kind when 'view' then fraiseql.object_definition(kind, name) else definition end,
    grants = fraiseql.object_grants(kind, name),
    server_major = current_setting('server_version_num')::integer / 10000
where kind = 'view'
    and name = $1
    or kind = 'grant'
    and depends_on @> array['view ' || $1]
