insert into public."order" values
    (1, 'u1', 'it''s "\', 'its', 'a\b', 5, 1.50, 'one', 'two', 'three'),
    (2, 'u2', 'it''s "\', null, '\', null, null, null, null, null),
    (3, 'u3', 'other', null, '\', null, null, null, null, null);
insert into public."Größe Tabelle" ("Straße", "日本", "1st", "🙂", "-", "__typename", "order") values
    ('Allee', 'x', 'y', 'z', '-', 't', 1);
insert into public.data values
    (1, '{"a": 1}', 'text', 7, 's', 't', 'w', 'o', 9), (2, null, null, null, null, null, null, null, null);
insert into public.a_table_whose_name_is_exactly_sixty_three_bytes_long_in_utf8_01 values (1, 2);
insert into public.a_table_whose_name_is_exactly_sixty_three_bytes_long_in_utf8_02 values (1, 1), (2, null);
insert into public.feelings values (1, 'so so'), (2, 'PG-13'), (3, ''), (4, 'SO_SO'), (5, null), (6, 'true');
