-- people
-- $1 = 'hi '
-- $2 = 'bye '
-- $3 = 'so-so'
-- $4 = '15'
-- $5 = '6'
-- $6 = '100'
select
    public.greeting(t1.self, word => $1::pg_catalog.text),
    public.greeting(t1.self, word => $2::pg_catalog.text, feeling => $3::public.mood),
    public.spent(t1.self, above => $4::pg_catalog."numeric")::pg_catalog.text,
    (
        select coalesce(json_agg(r2.*), '[]')
        from (
            select
                t2.cost::pg_catalog.text as cost
            from (
                select
                    v2.*,
                    f2."position"
                from (
                    select
                        f2.id,
                        row_number() over () as "position"
                    from public.latest(t1.self, above => $5::pg_catalog."numeric") as f2
                ) as f2
                join api.v_visit as v2
                    on v2.id = f2.id
            ) as t2
            where t2.cost < $6::pg_catalog."numeric"
            order by t2."position"
            limit 1
        ) as r2
    ),
    (
        select row_to_json(r3.*)
        from (
            select
                t3.full_name as "fullName"
            from (
                select v3.*
                from public.twin(t1.self) as f3
                join api.v_person as v3
                    on v3.id = f3.id
            ) as t3
        ) as r3
    )
from api.v_person as t1
order by t1.id
limit 2;
