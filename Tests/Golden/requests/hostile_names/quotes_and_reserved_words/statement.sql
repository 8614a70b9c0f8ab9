-- orders
-- $1 = E'it''s "\\'
-- $2 = E'%\\\\%'
select
    t1."select",
    t1."user",
    t1."say ""hi""",
    t1."it's",
    t1."back\slash",
    t1."$1",
    t1."per%cent"::pg_catalog.text,
    t1.first_name,
    t1."firstName",
    t1."FIRST_NAME",
    (
        select coalesce(json_agg(r2.*), '[]')
        from (
            select
                t2."ID"::pg_catalog.text as id,
                t2."Straße" as strasse,
                (
                    select row_to_json(r3.*)
                    from (
                        select
                            t3."select"
                    ) as r3
                    where t3."select" is not null
                ) as "orderByOrder"
            from (
                select
                    t2."ID",
                    t2."Straße",
                    t2."order"
                from api.v_groesse_tabelle as t2
                where t2."order" = t1."select"
                order by t2."ID"
                limit 50
            ) as t2
            left join api.v_order as t3
                on t3."select" = t2."order"
            order by t2."ID"
        ) as r2
    )
from api.v_order as t1
where t1."say ""hi""" = $1::pg_catalog.text
    and t1."back\slash" like $2::pg_catalog.text
order by t1."$1" desc, t1."select" desc
limit 50;
