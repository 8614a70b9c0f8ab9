-- customers
select
    t1.id,
    t1.full_name,
    to_json(t1.born_on),
    to_json(case when array_ndims(t1.tags) > 1 then trim_array(t1.tags, -1) else t1.tags end),
    t1.preferences,
    t1.last_seen_from,
    t1.loyalty_points,
    to_json(t1.created_at),
    'Customer'::pg_catalog.text
from api.v_customer as t1
order by t1.id
limit 3;
