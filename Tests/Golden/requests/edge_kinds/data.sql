insert into public.base values (1, 'base');
insert into public.derived values (1, 'derived', 'extra');
insert into public.log_line values ('2026-01-02', 'late'), ('2025-01-01', 'early');
insert into public.note values (2, 'b'), (null, 'a'), (1, 'c'), (1, 'a');
insert into public.seat values ('z', 1, 2, 'Ada'), (null, 1, 1, 'Bob'), ('a', 2, 1, null);
refresh materialized view public.totals;
