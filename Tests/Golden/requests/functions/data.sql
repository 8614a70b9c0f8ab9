insert into people values (1, 'Ada', 'Lovelace', '1815-12-10', null), (2, 'Alan', 'Turing', null, null);
insert into visits values (1, 1, 10), (2, 1, 20.5), (3, 2, 5);
