-- seats
select
    t1.place,
    t1.number,
    t1.code
from api.v_seat as t1
order by t1.place, t1.number
limit 2;

-- byGuest
select
    t2.guest
from api.v_seat as t2
order by t2.guest desc, t2.place desc, t2.number desc
limit 50;

-- notes
select
    t3.page,
    t3.title
from api.v_note as t3
order by t3.page, t3.title
limit 50;

-- logLines
select
    t4.text
from api.v_log_line as t4
limit 50;

-- totals
select
    t5.n::pg_catalog.text
from api.v_total as t5
order by t5.n
limit 50;
