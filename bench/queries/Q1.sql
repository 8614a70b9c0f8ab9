select coalesce(json_agg(s), '[]') from (select u.id, u.username, u.full_name as "fullName" from public.users u order by u.id limit 20) s;
