-- t1
select
    t1.id,
    t1.data,
    t1.data_,
    t1.n,
    t1.t0,
    t1."where",
    t1."orderBy",
    t1."limit"
from api.v_data as t1
order by t1.id
limit 2;
