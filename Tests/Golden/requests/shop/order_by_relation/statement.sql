-- reviews
select
    t1.rating,
    (
        select row_to_json(r3.*)
        from (
            select
                t3.name
            from api.v_product as t3
            where t3.id = t1.product_id
        ) as r3
    )
from api.v_review as t1
order by (
    select t2.name
    from api.v_product as t2
    where t2.id = t1.product_id
), t1.rating desc, t1.id desc
limit 3
offset 1;
