-- peopleConnection
-- $1 = '5'
select json_build_object(
    'nodes', coalesce(json_agg(json_build_object(
        'latestConnection', (
            with f2 as materialized (
                select
                    f2.id,
                    row_number() over () as "position"
                from public.latest(t1.self) as f2
            )
            select json_build_object(
                'totalCount', (
                    select count(*)::pg_catalog.text
                    from (
                        select
                            v2.*,
                            row_number() over (order by f2."position") as "position"
                        from f2
                        join api.v_visit as v2
                            on v2.id = f2.id
                    ) as t2
                ),
                'nodes', coalesce(json_agg(json_build_object(
                    'cost', t2.cost::pg_catalog.text
                )) filter (where t2.position_ <= 1), '[]'),
                'pageInfo', json_build_object(
                    'hasNextPage', (coalesce(bool_or(t2.found > 1), false)),
                    'endCursor', max(translate(encode(convert_to(
                        json_build_array('27w0umtjvlj3z', t2."position"::pg_catalog.text)::pg_catalog.text, 'UTF8'
                    ), 'base64'), E'+/=\n', '-_')) filter (where t2.position_ = least(t2.found, 1) and t2.position_ <= 1)
                )
            )
            from (
                select
                    t2.*,
                    row_number() over () as position_,
                    count(*) over () as found
                from (
                    select
                        t2.cost,
                        t2."position"
                    from (
                        select
                            v2.*,
                            row_number() over (order by f2."position") as "position"
                        from f2
                        join api.v_visit as v2
                            on v2.id = f2.id
                    ) as t2
                    order by t2."position"
                    limit 2
                ) as t2
            ) as t2
        ),
        'latestAggregate', (
            select row_to_json(r4.*)
            from (
                select
                    t4.value1::pg_catalog.text as count
                from (
                    select
                        count(*) as value1
                    from (
                        select v3.*
                        from public.latest(t1.self, above => $1::pg_catalog."numeric") as f3
                        join api.v_visit as v3
                            on v3.id = f3.id
                    ) as t3
                    having true
                ) as t4
            ) as r4
        )
    )), '[]')
)
from (
    select
        t1.self
    from api.v_person as t1
    order by t1.id
    limit 1
) as t1;
