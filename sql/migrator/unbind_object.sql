-- Marks an object as dropped for a while, with the privileges that it has now.
update fraiseql.installed_object
set
    is_bound = false,
    grants = array(select statement from fraiseql.object_grants(kind, name))
where kind = $1
    and name = $2
