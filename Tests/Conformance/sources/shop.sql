-- What the judges add to the shop: functions, of a row and of Query, of each kind and result. None of them fails, whatever
-- it is given.

-- Of a row.
create function full_address(addresses) returns text language sql immutable
    return $1.street || ', ' || $1.postal_code || ' ' || $1.city;
create function order_total(orders) returns numeric language sql stable begin atomic
    select sum(total) from order_lines where order_id = $1.id;
end;
create function refunds_above(order_lines, above numeric default 5) returns bigint language sql stable begin atomic
    select count(*) from refunds as r where (r.order_id, r.line_no) = ($1.order_id, $1.line_no) and r.amount > above;
end;
create function labels(products) returns text[] language sql immutable
    return array_append($1.tags, $1.sku);
create function facts(products) returns jsonb language sql immutable
    return $1.attributes || jsonb_build_object('sku', $1.sku, 'heavy', $1.weight_kg > 2);
create function standing(customers) returns plan language sql immutable
    return case when $1.loyalty_points > 300 then 'enterprise'::plan when $1.loyalty_points > 50 then 'standard' end;
create function is_last(orders) returns boolean language sql stable begin atomic
    select not exists (select from orders as o where o.customer_id = $1.customer_id and o.placed_at > $1.placed_at);
end;
create function last_visit(customers) returns timestamptz language plpgsql stable as
    $$ begin return (select max(o.placed_at) from public.orders as o where o.customer_id = $1.id); end $$;
-- With arguments; rows, a row.
create function line_total(order_lines, discount numeric, digits integer default 2) returns numeric language sql stable
    return round($1.total * (1 - discount), least(greatest(digits, -3), 4));
create function dearest_lines(orders, above numeric default 20) returns setof order_lines language sql stable begin atomic
    select * from order_lines where order_id = $1.id and total > above order by total desc, line_no;
end;
create function similar_products(products, within numeric, tag text default 'tent') returns setof products
    language sql stable strict begin atomic
    select p.* from products as p where p.id <> $1.id and abs(p.price - $1.price) <= within and tag = any (p.tags)
    order by abs(p.price - $1.price), p.id;
end;
create function order_at(customers, place integer default 1) returns orders language sql stable begin atomic
    select * from orders where customer_id = $1.id order by placed_at, id offset greatest(place - 1, 0) limit 1;
end;
create function first_line(orders, above numeric default null) returns order_lines language sql stable begin atomic
    select * from order_lines where order_id = $1.id and (above is null or total > above) order by line_no limit 1;
end;
create function best_review(products) returns reviews language sql stable begin atomic
    select * from reviews where product_id = $1.id order by rating desc, id limit 1;
end;

-- Of Query: rows, in an order of their own.
create function search_products(
    query text, cheaper_than numeric default null, statuses product_status[] default null
) returns setof products language sql stable begin atomic
    select * from products
    where name ilike '%' || query || '%' and (cheaper_than is null or price < cheaper_than)
        and (statuses is null or status = any (statuses))
    order by price desc, id;
end;
create function orders_of(customer uuid, since timestamptz default '2024-06-01 00:00+00') returns setof orders
    language sql stable strict begin atomic
    select * from orders where customer_id = customer and placed_at >= since order by placed_at desc, id;
end;
-- Some rows more than once.
create function regular_customers("limit" integer default 2) returns setof customers language plpgsql stable as $$
begin
    return query select c.* from public.customers as c join public.orders as o on o.customer_id = c.id
        where (select count(*) from public.orders as p where p.customer_id = c.id) >= "limit" order by o.number, o.id;
end $$;
-- Sees what its owner sees; the rows are read as the caller's.
create function all_reviews(rating_ integer default 1) returns setof reviews
    language sql stable security definer set search_path = '' begin atomic
    select * from public.reviews where rating >= rating_ order by created_at, id;
end;

-- One row, a value of each kind.
create function latest_order(customer uuid default '00000001-0000-4000-8000-0000000000c1') returns orders
    language sql stable begin atomic
    select * from orders where customer_id = customer order by placed_at desc, id limit 1;
end;
create function stock_value(status_ product_status default 'active', except_tags text[] default '{}') returns numeric
    language sql stable begin atomic
    select sum(price) from products where status = status_ and not tags && except_tags;
end;
create function shout(word text, times integer default 2) returns text language sql stable strict
    return upper(left(word, times)) || '!';
create function tags_in_use(status_ product_status default null) returns text[] language sql stable begin atomic
    select array_agg(distinct tag order by tag) from products, unnest(tags) as tag
    where status_ is null or status = status_;
end;
create function usual_status(customer uuid default null) returns order_status language sql stable begin atomic
    select mode() within group (order by status) from orders where customer is null or customer_id = customer;
end;
create function merge_facts(facts jsonb default '{}', more jsonb default '{"a": [1, null]}') returns jsonb
    language sql immutable return jsonb_build_array(facts, more);
create function is_within(period daterange, day date default '2025-05-10', number bigint default 1) returns boolean
    language sql immutable return period @> day and number > 0;
create function as_it_is(value double precision) returns double precision language sql immutable return value;
create function moments(given timestamptz[] default array['2024-06-01 00:00+00'::timestamptz]) returns timestamptz[]
    language sql immutable return given;

-- A view whose key and relation the configuration declares.
create view product_ratings as
    select product_id, count(*)::integer as reviews, avg(rating) as average, max(title) as last_title from reviews group by product_id;
create materialized view customer_totals as
    select c.id as customer_id, count(o.id) as orders, sum(l.total) as total from customers as c
    left join orders as o on o.customer_id = c.id left join order_lines as l on l.order_id = o.id group by c.id;
