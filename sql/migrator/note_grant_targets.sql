-- Notes what grants are on ($1, a JSON object by their names; null where one does not hold): a grant has no privileges of its
-- own, so the column is free for that. Of a grant on columns record_object has noted it before.
update fraiseql.installed_object as installed
set grants = array_remove(array[noted.value], null)
from json_each_text($1::json) as noted (name, value)
where installed.kind = 'grant'
    and installed.name = noted.name
