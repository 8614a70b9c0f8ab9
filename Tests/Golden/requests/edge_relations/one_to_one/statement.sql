-- people
select
    t1.email,
    (
        select row_to_json(r3.*)
        from (
            select
                t3.email
        ) as r3
        where t3.id is not null
    ),
    (
        select row_to_json(r4.*)
        from (
            select
                t4.number,
                (
                    select row_to_json(r5.*)
                    from (
                        select
                            t5.id
                    ) as r5
                    where t5.id is not null
                ) as person
        ) as r4
        where t4.person_id is not null
    )
from (
    select
        t1.email,
        t1.boss_id,
        t1.id
    from api.v_person as t1
    where exists (
        select
        from api.v_passport as t2
        where t2.person_id = t1.id
            and t2.number is not null
    )
    order by t1.id
    limit 50
) as t1
left join api.v_person as t3
    on t3.id = t1.boss_id
left join api.v_passport as t4
    on t4.person_id = t1.id
left join api.v_person as t5
    on t5.id = t4.person_id
order by t1.id;
