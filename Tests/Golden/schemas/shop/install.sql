-- locks: ACCESS SHARE on public.orders, for an instant: its readers and writers go on
begin;
set local lock_timeout = '500ms';
set local search_path = '';
call fraiseql.begin_step('00000000000000', 5, 'up');

create view api.v_order with (security_invoker = true) as
select
    t.id,
    t.tenant_id,
    t.number,
    t.customer_id,
    t.shipping_address_id,
    t.status,
    t.placed_from,
    t.delivery,
    t.note,
    t.placed_at,
    jsonb_build_object(
        'id', t.id,
        'tenantId', t.tenant_id,
        'number', t.number,
        'customerId', t.customer_id,
        'shippingAddressId', t.shipping_address_id,
        'status', t.status,
        'placedFrom', t.placed_from,
        'delivery', t.delivery,
        'note', t.note,
        'placedAt', t.placed_at
    ) as data
from public.orders as t;
comment on view api.v_order is 'GraphQL type Order, from public.orders. What a customer asked for.';
comment on column api.v_order.id is 'GraphQL field id.';
comment on column api.v_order.tenant_id is 'GraphQL field tenantId.';
comment on column api.v_order.number is 'GraphQL field number. The number that the customer reads; counts within a tenant.';
comment on column api.v_order.customer_id is 'GraphQL field customerId.';
comment on column api.v_order.shipping_address_id is 'GraphQL field shippingAddressId.';
comment on column api.v_order.status is 'GraphQL field status.';
comment on column api.v_order.placed_from is 'GraphQL field placedFrom.';
comment on column api.v_order.delivery is 'GraphQL field delivery. When the parcel is expected.';
comment on column api.v_order.note is 'GraphQL field note.';
comment on column api.v_order.placed_at is 'GraphQL field placedAt.';
comment on column api.v_order.data is 'The row as a document; costs nothing where it is not read.';
call fraiseql.record_object(
    'view', 'api.v_order', '0000000000000000',
    drop_statement => 'drop view if exists api.v_order;',
    relation => 'public.orders',
    shape => 'id uuid, tenant_id uuid, number bigint, customer_id uuid, shipping_address_id bigint, status public.order_status, placed_from inet, delivery tstzrange, note text, placed_at timestamp with time zone, data jsonb'
);

grant select on api.v_order to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'api.v_order to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_access(''relation'', ''api.v_order'', ''pg_read_all_settings'');',
    relation => 'public.orders',
    depends_on => array['view api.v_order'],
    shape => '{"on":"relation","name":"api.v_order","role":"pg_read_all_settings"}',
    definition => 'grant select on api.v_order to pg_read_all_settings;'
);

grant select (id, tenant_id, number, customer_id, shipping_address_id, status, placed_from, delivery, note, placed_at) on public.orders to pg_read_all_settings;
call fraiseql.record_object(
    'grant', 'public.orders to pg_read_all_settings', '0000000000000000',
    drop_statement => 'call fraiseql.revoke_columns(''public.orders'', array[''id'', ''tenant_id'', ''number'', ''customer_id'', ''shipping_address_id'', ''status'', ''placed_from'', ''delivery'', ''note'', ''placed_at''], ''pg_read_all_settings'');',
    relation => 'public.orders',
    shape => '{"on":"columns","name":"public.orders","role":"pg_read_all_settings","columns":["id","tenant_id","number","customer_id","shipping_address_id","status","placed_from","delivery","note","placed_at"]}',
    definition => 'grant select (id, tenant_id, number, customer_id, shipping_address_id, status, placed_from, delivery, note, placed_at) on public.orders to pg_read_all_settings;'
);

call fraiseql.end_step('00000000000000', 5, 'up');
commit;

