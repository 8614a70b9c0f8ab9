-- What the first migration makes or changes beside the schema fraiseql; in parentheses how many columns:
-- ACL: SCHEMA api
-- ACL in api: v_address, v_category, v_customer, v_order, v_order_line, v_payment, v_product, v_product_category,
--     v_refund, v_review, v_tenant
-- ACL in public: addresses (8), categories (5), customers (11), order_lines (7), orders (10), payments (7),
--     product_categories (4), products (12), refunds (7), reviews (8), tenants (5)
-- COMMENT: SCHEMA api
-- COMMENT in api: v_address (9), v_category (6), v_customer (12), v_order (11), v_order_line (8), v_payment (8),
--     v_product (13), v_product_category (5), v_refund (8), v_review (9), v_tenant (6)
-- SCHEMA: api
-- VIEW in api: v_address, v_category, v_customer, v_order, v_order_line, v_payment, v_product, v_product_category,
--     v_refund, v_review, v_tenant

-- Of public.orders:
CREATE VIEW api.v_order WITH (security_invoker='true') AS
 SELECT id,
    tenant_id,
    number,
    customer_id,
    shipping_address_id,
    status,
    placed_from,
    delivery,
    note,
    placed_at,
    jsonb_build_object('id', id, 'tenantId', tenant_id, 'number', number, 'customerId', customer_id, 'shippingAddressId', shipping_address_id, 'status', status, 'placedFrom', placed_from, 'delivery', delivery, 'note', note, 'placedAt', placed_at) AS data
   FROM public.orders t;
COMMENT ON VIEW api.v_order IS 'GraphQL type Order, from public.orders. What a customer asked for.';
COMMENT ON COLUMN api.v_order.id IS 'GraphQL field id.';
COMMENT ON COLUMN api.v_order.tenant_id IS 'GraphQL field tenantId.';
COMMENT ON COLUMN api.v_order.number IS 'GraphQL field number. The number that the customer reads; counts within a tenant.';
COMMENT ON COLUMN api.v_order.customer_id IS 'GraphQL field customerId.';
COMMENT ON COLUMN api.v_order.shipping_address_id IS 'GraphQL field shippingAddressId.';
COMMENT ON COLUMN api.v_order.status IS 'GraphQL field status.';
COMMENT ON COLUMN api.v_order.placed_from IS 'GraphQL field placedFrom.';
COMMENT ON COLUMN api.v_order.delivery IS 'GraphQL field delivery. When the parcel is expected.';
COMMENT ON COLUMN api.v_order.note IS 'GraphQL field note.';
COMMENT ON COLUMN api.v_order.placed_at IS 'GraphQL field placedAt.';
COMMENT ON COLUMN api.v_order.data IS 'The row as a document; costs nothing where it is not read.';
GRANT SELECT ON TABLE api.v_order TO pg_read_all_settings;
GRANT SELECT(id) ON TABLE public.orders TO pg_read_all_settings;
GRANT SELECT(tenant_id) ON TABLE public.orders TO pg_read_all_settings;
GRANT SELECT(number) ON TABLE public.orders TO pg_read_all_settings;
GRANT SELECT(customer_id) ON TABLE public.orders TO pg_read_all_settings;
GRANT SELECT(shipping_address_id) ON TABLE public.orders TO pg_read_all_settings;
GRANT SELECT(status) ON TABLE public.orders TO pg_read_all_settings;
GRANT SELECT(placed_from) ON TABLE public.orders TO pg_read_all_settings;
GRANT SELECT(delivery) ON TABLE public.orders TO pg_read_all_settings;
GRANT SELECT(note) ON TABLE public.orders TO pg_read_all_settings;
GRANT SELECT(placed_at) ON TABLE public.orders TO pg_read_all_settings;
