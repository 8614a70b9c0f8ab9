insert into public.users values (1);
insert into public.tb_user values (2, 1, 'name');
insert into public."User" values (3);
insert into public.query values (4);
insert into public.string values (5);
insert into "Odd ""Schema""".users values (6, 1);
insert into "Odd ""Schema""".sheep values (7, 70);
