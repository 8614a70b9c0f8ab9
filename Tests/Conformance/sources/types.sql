-- Rows of every type that the tables of the other databases do not hold, so that each operator tells some of them apart.

create type mood as enum ('sad', 'so-so', 'happy');
create domain positive as integer check (value > 0);
create type part as (x integer, y mood);

-- One of several values, by a number; null for every seventh.
create function pg_temp.pick(number integer, step integer, variadic picked text[]) returns text language sql immutable
    return case when (number + step) % 7 > 0 then picked[1 + (number * step + number / 3) % cardinality(picked)] end;

create table samples (
    id integer primary key,
    group_id integer not null,
    before_id integer references samples,
    a_bool boolean, a_small smallint, a_big bigint, a_oid oid, a_numeric numeric, a_real real, a_double double precision,
    a_money money, a_text text, a_varchar varchar(20), a_char char(4), a_letter "char", a_name name, a_uuid uuid,
    a_date date, a_time time, a_timetz timetz, a_timestamp timestamp, a_timestamptz timestamptz, a_interval interval,
    a_json json, a_jsonb jsonb, a_bytes bytea, a_mood mood, a_positive positive, a_part part, a_point point,
    unique (group_id, id)
);
create table containers (
    id integer primary key,
    sample_id integer not null unique references samples,
    a_inet inet, a_cidr cidr, a_macaddr macaddr, a_macaddr8 macaddr8, a_bit bit(4), a_varbit varbit, a_words tsvector,
    ints int4range, bigs int8range, numbers numrange, days daterange, times tsrange, moments tstzrange,
    int_sets int4multirange, big_sets int8multirange, number_sets nummultirange, day_sets datemultirange,
    time_sets tsmultirange, moment_sets tstzmultirange,
    some_ints integer[], some_numbers numeric[], some_texts text[], some_moods mood[], some_moments timestamptz[],
    some_documents jsonb[], some_uuids uuid[], some_bools boolean[], some_addresses inet[]
);

insert into samples
select n, 1 + n % 5, case when n % 4 > 0 and n > 4 then n - n % 4 end,
    pg_temp.pick(n, 1, 'true', 'false')::boolean, pg_temp.pick(n, 2, '-32768', '0', '3', '32767')::smallint,
    pg_temp.pick(n, 3, '-9223372036854775808', '0', '9007199254740993', '9223372036854775807')::bigint,
    pg_temp.pick(n, 4, '0', '7', '4294967295')::oid,
    pg_temp.pick(n, 5, '0', '-1.50', '123456789012345678901234567890.5', '1e-20', 'NaN', 'Infinity', '-Infinity')::numeric,
    pg_temp.pick(n, 1, '0', '0.5', '-2.25', '1e20', 'NaN', 'Infinity', '-Infinity')::real,
    pg_temp.pick(n, 2, '0', '0.1', '-2.25e10', '1e100', 'NaN', 'Infinity', '-Infinity')::double precision,
    pg_temp.pick(n, 3, '0', '12.34', '-1', '1999.99')::money,
    pg_temp.pick(n, 4, '', 'Tent', 'tent of 100%', 'a_b\c', 'É"x"', E'two\nlines', 'TENTS')::text,
    pg_temp.pick(n, 5, 'only', 'Only once', 'x')::varchar(20), pg_temp.pick(n, 6, 'a', 'ab', 'abc', 'A%')::char(4),
    pg_temp.pick(n, 1, 'a', 'Z', '%')::"char", pg_temp.pick(n, 2, 'name', 'Name', 'pg_class')::name,
    pg_temp.pick(n, 3, '0b9a7a3e-6d1c-4a70-9d2f-3f2b9a3f5c11', '00000000-0000-0000-0000-000000000000',
        'ffffffff-ffff-ffff-ffff-ffffffffffff')::uuid,
    pg_temp.pick(n, 4, '2024-02-29', 'infinity', '-infinity', '0044-03-15 BC', '2025-01-01')::date,
    pg_temp.pick(n, 5, '00:00', '24:00', '17:30:00.5')::time, pg_temp.pick(n, 6, '12:00+02', '10:00+00', '00:00-15:59')::timetz,
    pg_temp.pick(n, 1, '2024-02-29 12:00:00.123', '2025-07-01 00:00', 'infinity', '0044-03-15 12:00 BC')::timestamp,
    pg_temp.pick(n, 2, '2024-02-29 12:00+05', '2025-07-01 00:00+00', '-infinity', '294276-12-31 23:59:59.999999+00')::timestamptz,
    pg_temp.pick(n, 3, '1 day', '1 year 2 mons 03:04:05.6', '-30 minutes', '0', '24:00')::interval,
    pg_temp.pick(n, 4, '{"a" :  [1,2 ], "c": null}', 'null', '"x"', '{}')::json,
    pg_temp.pick(n, 5, '{"a": {"b": 1.50}, "c": [true, "x", null]}', '["a", "b"]', '"a"', '1e2', 'null', '{"a": {"b": 7}, "d": "x"}',
        '{"a": {"b": false}}')::jsonb,
    pg_temp.pick(n, 6, '\xdeadbeef', '', '\x00')::bytea, pg_temp.pick(n, 1, 'sad', 'so-so', 'happy')::mood,
    pg_temp.pick(n, 2, '1', '7', '99')::positive, pg_temp.pick(n, 3, '(1,sad)', '(,)', '(2,"so-so")')::part, pg_temp.pick(n, 4, '(1,2)', '(0,0)')::point
from generate_series(1, 60) as n;

insert into containers
select n, 61 - n,
    pg_temp.pick(n, 1, '10.0.0.1', '10.0.0.0/8', '10.1.0.0/16', '192.168.7.9/24', '127.0.0.1', '169.254.1.1', '224.0.0.9', '::1', 'fe80::1',
        'ff02::1', 'fc00::5/64', '2001:db8::/32', '8.8.8.8')::inet,
    pg_temp.pick(n, 2, '10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/8', '::1/128', 'fe80::/10',
        'ff00::/8', 'fc00::/7', '2001:db8::/32', '8.8.8.0/24')::cidr,
    pg_temp.pick(n, 3, '08:00:2b:01:02:03', '00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff')::macaddr,
    pg_temp.pick(n, 4, '08:00:2b:01:02:03:04:05', '00:00:00:00:00:00:00:00')::macaddr8,
    pg_temp.pick(n, 5, '1010', '0000', '1111')::bit(4), pg_temp.pick(n, 6, '101', '', '1010')::varbit,
    to_tsvector('english', pg_temp.pick(n, 1, 'a fat cat sat on a mat', 'rats and cats', 'the dog chases a cat, the cat runs', 'dogs', '')),
    pg_temp.pick(n, 1, '[1,10)', '[10,20)', '[5,15)', 'empty', '(,)', '[30,)')::int4range,
    pg_temp.pick(n, 2, '[1,10)', '[10,20)', '[5,15)', 'empty', '(,5)')::int8range,
    pg_temp.pick(n, 3, '[0.5,1.5]', '(1.5,2]', '[1,)', 'empty', '[0.10,0.2)')::numrange,
    pg_temp.pick(n, 4, '[2024-01-01,2024-02-01)', '[2024-02-01,2024-03-01)', '[2024-01-15,)', 'empty')::daterange,
    pg_temp.pick(n, 5, '[2024-01-01 00:00,2024-02-01 00:00)', '[2024-02-01 00:00,2024-03-01 12:00]', '(,)', 'empty')::tsrange,
    pg_temp.pick(n, 6, '[2024-01-01 00:00+00,2024-02-01 00:00+00)', '[2024-02-01 00:00+00,infinity]', '(,)', 'empty')::tstzrange,
    pg_temp.pick(n, 1, '{[1,3),[5,8)}', '{}', '{[8,20)}', '{(,)}')::int4multirange,
    pg_temp.pick(n, 2, '{[1,3),[5,8)}', '{}', '{[8,20)}', '{(,1)}')::int8multirange,
    pg_temp.pick(n, 3, '{[0.5,1.5],[3,4)}', '{}', '{[4,5)}')::nummultirange,
    pg_temp.pick(n, 4, '{[2024-01-01,2024-01-03)}', '{}', '{[2024-01-03,2024-02-01),[2025-01-01,)}')::datemultirange,
    pg_temp.pick(n, 5, '{[2024-01-01 00:00,2024-01-03 00:00)}', '{}', '{(,)}')::tsmultirange,
    pg_temp.pick(n, 6, '{[2024-01-01 00:00+00,2024-01-03 00:00+00)}', '{}', '{[2024-01-03 00:00+00,)}')::tstzmultirange,
    pg_temp.pick(n, 1, '{}', '{1}', '{1,2,2}', '{null,3}', '{7,1}')::integer[], pg_temp.pick(n, 2, '{}', '{1.50}', '{1.5,NaN}', '{0,null}')::numeric[],
    pg_temp.pick(n, 3, '{}', '{a}', '{a,"b c"}', '{"",null}', '{b}')::text[], pg_temp.pick(n, 4, '{}', '{sad}', '{so-so,happy}')::mood[],
    pg_temp.pick(n, 5, '{}', '{"2024-02-29 12:00+00"}', '{"2024-02-29 12:00+00",infinity}')::timestamptz[],
    pg_temp.pick(n, 6, '{}', '{"{\"a\": 1}"}', '{"1","\"x\""}')::jsonb[],
    pg_temp.pick(n, 1, '{}', '{00000000-0000-0000-0000-000000000000}', '{0b9a7a3e-6d1c-4a70-9d2f-3f2b9a3f5c11}')::uuid[],
    pg_temp.pick(n, 2, '{}', '{true}', '{false,true}', '{null}')::boolean[], pg_temp.pick(n, 3, '{}', '{10.0.0.1}', '{::1,10.0.0.0/8}')::inet[]
from generate_series(1, 60) as n;

-- Where the server has the extension.
do $$
begin
    if exists (select from pg_available_extensions where name = 'ltree') then
        create extension ltree;
        create table shelves (id integer primary key, sample_id integer references samples, path ltree, title text not null);
        insert into shelves select n, n,
            pg_temp.pick(n, 1, 'top', 'top.science', 'top.science.astronomy', 'top.hobbies.amateurs_astronomy', 'other.top', '')::ltree,
            'shelf ' || n
        from generate_series(1, 40) as n;
    end if;
    if exists (select from pg_available_extensions where name = 'citext') then
        create extension citext;
        create table words (id integer primary key, word citext, other citext not null unique);
        insert into words select n, pg_temp.pick(n, 2, 'Tent', 'tent', 'TENT of 100%', 'a_b', '')::citext, 'W' || n from generate_series(1, 40) as n;
    end if;
end $$;
