-- users
select
    t1.id,
    t1."user",
    (
        select row_to_json(r2.*)
        from (
            select
                t2.id,
                (
                    select coalesce(json_agg(r3.*), '[]')
                    from (
                        select
                            t3.id
                        from api.v_odd_schema_user as t3
                        where t3.owner_id = t2.id
                        order by t3.id
                        limit 50
                    ) as r3
                ) as "oddSchemaUsers"
        ) as r2
        where t2.id is not null
    )
from (
    select
        t1.id,
        t1."user",
        t1.user_id
    from api.v_user as t1
    order by t1.id
    limit 50
) as t1
left join api.v_public_user as t2
    on t2.id = t1.user_id
order by t1.id;

-- publicUsers
select
    t4.id
from api.v_public_user as t4
order by t4.id
limit 50;

-- users_2
select
    t5.id
from api.v_user_2 as t5
order by t5.id
limit 50;

-- users_3
select
    t6.id
from api.v_user_3 as t6
limit 50;

-- publicQueries
select
    t7.id
from api.v_public_query as t7
order by t7.id
limit 50;

-- publicStrings
select
    t8.id
from api.v_public_string as t8
order by t8.id
limit 50;

-- sheepList
select
    t9.id
from api.v_sheep as t9
order by t9.id
limit 50;

-- sheepByKeyWithDots
-- $1 = '70'
select row_to_json(r10.*)
from (
    select
        t10.id
    from api.v_sheep as t10
    where t10."Key.With.Dots" = $1::pg_catalog.int4
) as r10;
