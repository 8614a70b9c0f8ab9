-- order
-- $1 = '00000001-0000-4000-8000-0000000000d1'
select row_to_json(r1.*)
from (
    select
        t1.number::pg_catalog.text as number,
        t1.status,
        (
            select row_to_json(r2.*)
            from (
                select
                    t2.full_name as "fullName"
                from api.v_customer as t2
                where t2.id = t1.customer_id
            ) as r2
        ) as customer,
        (
            select coalesce(json_agg(r3.*), '[]')
            from (
                select
                    t3.line_no as "lineNo",
                    t3.quantity,
                    t3.total::pg_catalog.text as total,
                    (
                        select row_to_json(r4.*)
                        from (
                            select
                                t4.name,
                                t4.price::pg_catalog.text as price
                        ) as r4
                        where t4.id is not null
                    ) as product
                from (
                    select
                        t3.line_no,
                        t3.quantity,
                        t3.total,
                        t3.product_id,
                        t3.order_id
                    from api.v_order_line as t3
                    where t3.order_id = t1.id
                    order by t3.line_no desc, t3.order_id desc
                    limit 2
                ) as t3
                left join api.v_product as t4
                    on t4.id = t3.product_id
                order by t3.line_no desc, t3.order_id desc
            ) as r3
        ) as "orderLines"
    from api.v_order as t1
    where t1.id = $1::pg_catalog.uuid
) as r1;
