-- named
-- $1 = 'so so'
-- $2 = 'PG-13'
-- $3 = ''
select
    t1.id,
    case t1.mood when 'so so' then 'so_so' when 'PG-13' then 'PG_13' when 'true' then 'true_' when '' then '_empty' when 'ä' then 'ae' else t1.mood::pg_catalog.text end
from api.v_feeling as t1
where t1.mood = any (array[$1::public."Mood-Kind", $2::public."Mood-Kind", $3::public."Mood-Kind"]::public."Mood-Kind"[])
order by t1.id
limit 50;

-- other
-- $1 = ''
select
    case t2.mood when 'so so' then 'so_so' when 'PG-13' then 'PG_13' when 'true' then 'true_' when '' then '_empty' when 'ä' then 'ae' else t2.mood::pg_catalog.text end
from api.v_feeling as t2
where t2.mood = $1::public."Mood-Kind"
order by t2.id
limit 50;
