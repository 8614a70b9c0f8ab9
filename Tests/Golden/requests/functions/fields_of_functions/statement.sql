-- people
-- $1 = 'good'
-- $2 = 'A'
-- $3 = '1'
select
    t1.full_name,
    (
        select case c.value when 'so-so' then 'so_so' else c.value::pg_catalog.text end
        from (
            select t1.mood as value
            offset 0
        ) as c
    ),
    t1.spent::pg_catalog.text,
    to_json((
        select case when array_ndims(c.value) > 1 then trim_array(c.value, -1) else c.value end
        from (
            select t1.initials as value
            offset 0
        ) as c
    )),
    t1.visits::pg_catalog.text,
    (
        select coalesce(json_agg(r2.*), '[]')
        from (
            select
                t2.cost::pg_catalog.text as cost
            from api.v_visit as t2
            where t2.person_id = t1.id
                and exists (
                    select
                    from api.v_person as t3
                    where t3.id = t2.person_id
                        and t3.mood = $1::public.mood
                )
            order by t2.id
            limit 50
        ) as r2
    )
from api.v_person as t1
where t1.full_name ^@ $2::pg_catalog.text
    and t1.spent > $3::pg_catalog."numeric"
order by t1.spent desc, t1.id desc
limit 50;

-- peopleGroups
select
    json_build_object(
        'mood', case t5.key1 when 'so-so' then 'so_so' else t5.key1::pg_catalog.text end
    ),
    json_build_object(
        'count', t5.value1::pg_catalog.text,
        'spent', json_build_object(
            'sum', t5.value2::pg_catalog.text
        )
    )
from (
    select
        t4.mood as key1,
        count(*) as value1,
        sum(t4.spent) as value2
    from api.v_person as t4
    group by t4.mood
) as t5
order by t5.key1
limit 50;
