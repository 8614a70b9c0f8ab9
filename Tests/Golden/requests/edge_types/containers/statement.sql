-- containers
-- $1 = 'happy'
-- $2 = '{"1",NULL}'
select
    t1.id,
    t1.a_mood,
    to_json(case when array_ndims(t1.moods) > 1 then trim_array(t1.moods, -1) else t1.moods end),
    t1.a_positive,
    to_json(case when array_ndims(t1.smalls) > 1 then trim_array(t1.smalls, -1) else t1.smalls end),
    to_json(case when array_ndims(t1.a_tags) > 1 then trim_array(t1.a_tags, -1) else t1.a_tags end),
    to_json(case when array_ndims(t1.numbers) > 1 then trim_array(t1.numbers, -1) else t1.numbers end),
    to_json(case when array_ndims(t1.grid) > 1 then trim_array(t1.grid, -1) else t1.grid end),
    to_json(case when array_ndims(t1.dates) > 1 then trim_array(t1.dates, -1) else t1.dates end),
    to_json(t1.a_part),
    to_json(t1.a_whole),
    t1.a_span::pg_catalog.text,
    to_json(t1.days),
    to_json(case when array_ndims(t1.prices) > 1 then trim_array(t1.prices, -1) else t1.prices end)
from api.v_container as t1
where t1.a_mood = $1::public.mood
    and t1.numbers = $2::pg_catalog.int4[]
order by t1.id
limit 50;
