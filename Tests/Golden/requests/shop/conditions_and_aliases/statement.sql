-- cheap
-- $1 = '10'
select
    t1.name,
    t1.sku
from api.v_product as t1
where t1.price < $1::pg_catalog."numeric"
order by t1.id
limit 1;

-- dear
select
    t2.name,
    t2.sku,
    t2.price::pg_catalog.text
from api.v_product as t2
order by t2.price desc, t2.id desc
limit 1;

-- __typename: "Query"
