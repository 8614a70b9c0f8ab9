-- containers
-- $1 = 'happy'
-- $2 = '{"1",NULL}'
select
    t1.id,
    t1.a_mood,
    to_json(t1.moods),
    t1.a_positive,
    to_json(t1.smalls),
    to_json(t1.a_tags),
    to_json(t1.numbers),
    to_json(t1.grid),
    to_json(t1.dates),
    to_json(t1.a_part),
    to_json(t1.a_whole),
    t1.a_span::pg_catalog.text,
    to_json(t1.days),
    to_json(t1.prices)
from api.v_container as t1
where t1.a_mood = $1::public.mood
    and t1.numbers = $2::pg_catalog.int4[]
order by t1.id
limit 50;
