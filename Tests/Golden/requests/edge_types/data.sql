-- Plain, extreme and empty values of every type.
insert into public.scalars (a_varchar) values ('only');
insert into public.scalars (
    a_small, a_real, a_double, a_numeric, a_price, a_money, a_text, a_varchar, a_char, a_letter, a_name, a_bytes,
    a_bool, a_date, a_time, a_timetz, a_timestamp, a_timestamptz, a_interval, a_json, a_jsonb, a_inet,
    a_cidr, a_macaddr, a_macaddr8, a_bit, a_varbit, a_tsvector, a_tsquery, a_point, a_box, a_oid, a_class, a_lsn)
values
    (-32768, 0.1, 1e300, 123456789012345678901234567890.5, 9.90, 12.34, E'q" b\\ n\n t\t u\u0001 é 😀', 'v', 'c',
    'x', 'name', '\xdeadBEEF', true, '2024-02-29', '23:59:59.5', '12:00+02', '2024-02-29 12:00:00.123',
    '2024-02-29 12:00:00+05', '1 year 2 days 03:04:05.6', '{"a" :  [1,2 ], "c": null}', '{"b": 1e2}',
    '10.0.0.1', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', b'1010', b'11', 'a b', 'a & b',
    '(1,2)', '(1,1),(0,0)', 4294967295, 'pg_class', '16/B374D848'),
    (1, 'NaN', 'Infinity', 'NaN', 0, 0, '', '', '', '', '', '', false, 'infinity', '24:00', '00:00-15:59',
    'infinity', '-infinity', '-1 day', 'null', 'null', '::1/64', '::/0', '08:00:2b:01:02:03',
    '08:00:2b:01:02:03:04:05', b'0000', b'', '', '', '(NaN,Infinity)', '(0,0),(0,0)', 0, '-', '0/0'),
    (2, '-Infinity', '-0', '-0.000', -1, -1, 'null', '{}', 'a', 'b', '', '\x00', false, '4713-01-01 BC',
    '00:00', '00:00+00', '0044-03-15 12:00 BC', '294276-12-31 23:59:59.999999+00', '0', '"\u00e9"', '"\u00e9"',
    '1.2.3.4/24', '1.2.3.0/24', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', b'1111', b'1', '', '', '(0,0)',
    '(0,0),(0,0)', 1, 'pg_type', '0/1');
insert into public.containers (id, dates, a_positive, a_small)
values ('00000000-0000-0000-0000-000000000001', '{}', 1, 1);
insert into public.containers values (
    '00000000-0000-0000-0000-000000000002', 'happy', '{sad,null}', 5, 7, '{1,2}', '{"a b","q\"t",null}', '{1,null}',
    '{1,2,3,4}', '{"2024-02-29 12:00+00",infinity}', '(1,ok)', '("l","{""(1,sad)"",""(,)""}")', '[1.5,2)',
    '{[1,2),[3,4)}', '[2024-01-01,2024-02-01)', '{"[0.10,)",empty}', '{[2024-01-01,2024-01-03)}');
insert into public.containers values (
    '00000000-0000-0000-0000-000000000003', 'sad', '{}', 1, 1, '{}', '{}', '{}', '{}', '{}', '(,)', '(,)', 'empty',
    '{}', 'empty', '{}', '{}');
insert into public.containers values (
    '00000000-0000-0000-0000-000000000004', 'ok', '{sad,ok}', 2, 2, '{3}', '{x,y}', '[5:6]={1,2}', '{}',
    '{2024-01-01}', '(2,)', '(x,{})', '(,)', '{(,)}', '(,)', '{"(,)"}', '{(,)}');
