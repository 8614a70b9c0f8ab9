-- scalars
select
    t1.a_small,
    to_json(t1.a_real),
    to_json(t1.a_double),
    t1.a_numeric::pg_catalog.text,
    t1.a_price::pg_catalog.text,
    t1.a_money::pg_catalog.text,
    t1.a_text,
    t1.a_char,
    to_json(t1.a_letter),
    t1.a_bytes,
    t1.a_bool,
    to_json(t1.a_date),
    to_json(t1.a_timetz),
    to_json(t1.a_timestamp),
    to_json(t1.a_timestamptz),
    to_json(t1.a_interval),
    t1.a_json,
    t1.a_jsonb,
    t1.a_inet,
    t1.a_cidr,
    to_json(t1.a_macaddr),
    to_json(t1.a_bit),
    t1.a_tsvector,
    t1.a_point::pg_catalog.text,
    t1.a_oid::pg_catalog.text,
    t1.a_class::pg_catalog.text
from api.v_scalar as t1
order by t1.a_small, t1.id
limit 2;
