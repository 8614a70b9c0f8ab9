-- orders
-- $1 = '{"paid","shipped"}'
-- $2 = E'%50\\%%'
-- $3 = '%@example.com'
-- $4 = '1'
-- $5 = '1000'
-- $6 = '4'
select
    t1.number::pg_catalog.text,
    t1.status,
    t1.note
from api.v_order as t1
where t1.status = any ($1::public.order_status[])
    and (t1.note ilike $2::pg_catalog.text or t1.note is null)
    and exists (
        select
        from api.v_customer as t2
        where t2.id = t1.customer_id
            and t2.email like $3::pg_catalog.text
    )
    and exists (
        select
        from api.v_order_line as t3
        where t3.order_id = t1.id
            and t3.quantity >= $4::pg_catalog.int4
    )
    and not exists (
        select
        from api.v_order_line as t4
        where t4.order_id = t1.id
            and exists (
                select
                from api.v_product as t5
                where t5.id = t4.product_id
                    and t5.price > $5::pg_catalog."numeric"
            )
    )
order by t1.id
limit $6::pg_catalog.int8;
