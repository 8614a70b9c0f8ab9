\set id random(1, 10000)
select row_to_json(s) from (select u.id, u.username, u.full_name as "fullName" from public.users u where u.id = :id) s;
