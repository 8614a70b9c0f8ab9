-- line
-- $1 = '1'
-- $2 = '10'
select row_to_json(r1.*)
from (
    select
        (
            select coalesce(json_agg(r2.*), '[]')
            from (
                select
                    t2.note,
                    (
                        select row_to_json(r3.*)
                        from (
                            select
                                t3.order_id as "orderId",
                                t3.line_no as "lineNo"
                        ) as r3
                        where t3.line_no is not null and t3.order_id is not null
                    ) as line
                from (
                    select
                        t2.note,
                        t2.line_no,
                        t2.order_id
                    from api.v_line_note as t2
                    where t2.line_no = t1.line_no
                        and t2.order_id = t1.order_id
                    order by t2.order_id, t2.note
                    limit 50
                ) as t2
                left join api.v_line as t3
                    on t3.line_no = t2.line_no
                    and t3.order_id = t2.order_id
                order by t2.order_id, t2.note
            ) as r2
        ) as "lineNotes"
    from api.v_line as t1
    where t1.line_no = $1::pg_catalog.int2
        and t1.order_id = $2::pg_catalog.int4
) as r1;

-- event
-- $1 = '1'
-- $2 = '2025-06-01'
select row_to_json(r4.*)
from (
    select
        (
            select row_to_json(r5.*)
            from (
                select
                    t5.email
                from api.v_person as t5
                where t5.id = t4.person_id
            ) as r5
        ) as person
    from api.v_event as t4
    where t4.id = $1::pg_catalog.int4
        and t4.at = $2::pg_catalog.date
) as r4;
