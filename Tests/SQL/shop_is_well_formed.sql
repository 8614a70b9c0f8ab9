-- on: examples/shop/schema.sql examples/shop/data.sql
-- The example keeps the rules that `fraiseql check` advises: keys, indexes on foreign keys, comments, tenants.

do $$
declare
    found text;
begin
    select string_agg(format('%s.%s', conrelid::regclass, conname), ', ')
    into found
    from pg_catalog.pg_constraint
    where contype = 'f'
        and connamespace = 'public'::regnamespace
        and not exists (
            select
            from pg_catalog.pg_index
            where indrelid = conrelid
                and (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey
        );
    assert found is null, 'foreign keys without an index: ' || found;

    select string_agg(relname, ', ')
    into found
    from pg_catalog.pg_class
    where relnamespace = 'public'::regnamespace
        and relkind = 'r'
        and (obj_description(oid, 'pg_class') is null
            or not exists (select from pg_catalog.pg_constraint where conrelid = pg_class.oid and contype = 'p'));
    assert found is null, 'tables without a comment or a primary key: ' || found;

    select string_agg(relname, ', ')
    into found
    from pg_catalog.pg_class
    where relnamespace = 'public'::regnamespace
        and relkind = 'r'
        and relname <> 'tenants'
        and not exists (
            select
            from pg_catalog.pg_attribute
            where attrelid = pg_class.oid
                and attname = 'tenant_id'
                and attnotnull
        );
    assert found is null, 'tables without a tenant: ' || found;
end
$$;

-- No row refers to another tenant's.
do $$
begin
    assert not exists (select from public.orders join public.customers on customers.id = customer_id where orders.tenant_id <> customers.tenant_id);
    assert not exists (select from public.order_lines join public.orders on orders.id = order_id where order_lines.tenant_id <> orders.tenant_id);
    assert not exists (select from public.order_lines join public.products on products.id = product_id where order_lines.tenant_id <> products.tenant_id);
    assert not exists (select from public.reviews join public.customers on customers.id = customer_id where reviews.tenant_id <> customers.tenant_id);
    assert not exists (select from public.orders join public.addresses on addresses.id = shipping_address_id where orders.tenant_id <> addresses.tenant_id or orders.customer_id <> addresses.customer_id);
    assert (select count(*) from public.products) >= 10, 'the shop is empty';
end
$$;

-- The next rows count on from the keys that the data names.
insert into public.products (tenant_id, sku, name, price)
select id, 'NEXT', 'The next product', 1
from public.tenants
limit 1;
