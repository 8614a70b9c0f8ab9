insert into public.person values (1, 'boss@example.com', null, null), (2, 'two@example.com', 1, null), (3, 'three@example.com', 1, null);
insert into public.passport values (2, 'P2'), (3, null);
insert into public.line values (10, 1), (10, 2);
insert into public.line_note values (10, 1, 'first'), (10, 1, 'second'), (10, 2, 'other');
insert into public.event values (1, '2025-06-01', 2), (1, '2026-06-01', 3);
