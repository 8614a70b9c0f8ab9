select coalesce(json_agg(s), '[]') from (select p.id, p.title from public.users u join public.posts p on p.author_id = u.id where u.username = 'user77' order by p.id limit 10) s;
