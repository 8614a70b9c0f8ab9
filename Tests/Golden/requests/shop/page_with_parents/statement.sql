-- orders
select
    t1.number::pg_catalog.text,
    (
        select row_to_json(r2.*)
        from (
            select
                t2.full_name as "fullName",
                (
                    select row_to_json(r3.*)
                    from (
                        select
                            t3.full_name as "fullName"
                    ) as r3
                    where t3.id is not null
                ) as "referredBy"
        ) as r2
        where t2.id is not null
    ),
    (
        select row_to_json(r4.*)
        from (
            select
                t4.city
        ) as r4
        where t4.id is not null
    )
from (
    select
        t1.number,
        t1.customer_id,
        t1.shipping_address_id,
        t1.placed_at,
        t1.id
    from api.v_order as t1
    order by t1.placed_at desc, t1.id desc
    limit 3
) as t1
left join api.v_customer as t2
    on t2.id = t1.customer_id
left join api.v_customer as t3
    on t3.id = t2.referred_by_id
left join api.v_address as t4
    on t4.id = t1.shipping_address_id
order by t1.placed_at desc, t1.id desc;
