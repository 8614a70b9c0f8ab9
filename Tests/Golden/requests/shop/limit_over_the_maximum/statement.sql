-- orders
-- not sent: a parameter is refused
select
    t1.number::pg_catalog.text
from api.v_order as t1
order by t1.id
limit $1::pg_catalog.int8;
