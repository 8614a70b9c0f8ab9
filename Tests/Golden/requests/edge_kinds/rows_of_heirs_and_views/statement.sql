-- bases
select
    t1.id,
    t1.label
from api.v_base as t1
order by t1.label
limit 50;

-- deriveds
select
    t2.id,
    t2.label,
    t2.extra
from api.v_derived as t2
limit 50;

-- lates
select
    t3.text
from api.v_late as t3
limit 50;
