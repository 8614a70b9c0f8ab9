"""The client that ariadne-codegen made of our SDL, on the running shop: generated_client.py URL (with shop_client in the path).

Its pydantic models refuse what does not fit the types; `Listening` keeps what came, and every leaf of it must be in the models.
"""
import datetime
import decimal
import enum
import sys
import uuid

import checks
import httpx
import shop_client
from pydantic import BaseModel
from shop_client import (Client, CustomerFilter, CustomerOrderBy, DateTimeFilter, DateUnit, DecimalAggregateFilter, DecimalFilter,
                         GraphQLClientGraphQLMultiError, IntFilter, JSONFilter, OrderDirection, OrderLineAggregateFilter, OrderOrderBy,
                         OrderStatus, Plan, ProductFilter, ProductOrderBy, ProductStatus, StringFilter, StringListFilter,
                         TenantFilter)

EPOCH = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)


class Listening(httpx.Client):
    def post(self, *arguments, **options):
        self.answer = super().post(*arguments, **options)
        return self.answer


def ask(url, operation, **arguments):
    """What a method of the client gives, compared with what came."""
    with Client(url, http_client=Listening()) as client:
        found = getattr(client, operation)(**arguments)
        same(client.http_client.answer.json()["data"], found, operation)
        return found


def same(raw, found, path):
    if isinstance(found, BaseModel):
        members = {field.alias or name: getattr(found, name) for name, field in type(found).model_fields.items()}
        for name, value in raw.items():
            # The client asks for the type where it needs it.
            if name in members or name != "__typename":
                same(value, members[name], f"{path}.{name}")
    elif isinstance(found, list) and path.rsplit(".")[-1] != "preferences":
        assert len(raw) == len(found), path
        for at, (one, other) in enumerate(zip(raw, found)):
            same(one, other, f"{path}.{at}")
    else:
        assert raw == found or alike(raw, found), f"{path}: {raw!r} became {found!r}"


def alike(raw, found):
    if isinstance(found, enum.Enum):
        return raw == found.value
    if isinstance(found, int):
        return raw == str(found)
    if isinstance(found, decimal.Decimal):
        return decimal.Decimal(raw) == found
    if isinstance(found, uuid.UUID):
        return raw == str(found)
    return isinstance(found, (datetime.date, datetime.datetime)) and type(found).fromisoformat(raw) == found


def check_input_objects(url):
    where = CustomerFilter(
        tenant=TenantFilter(slug=StringFilter(eq="nordwind")), createdAt=DateTimeFilter(gte=EPOCH.isoformat()),
        or_=[CustomerFilter(tags=StringListFilter(has="vip")), CustomerFilter(loyaltyPoints=IntFilter(lt=13))])
    found = ask(url, "customers", where=where, order_by=[CustomerOrderBy(loyaltyPoints=OrderDirection.DESC)]).customers
    assert [customer.loyalty_points for customer in found] == [910, 420, 12, 0]
    assert isinstance(found[0].created_at, datetime.datetime) and isinstance(found[0].referred_by.id, uuid.UUID)
    assert len(ask(url, "customers", where=where, limit=1).customers) == 1


def check_enums_and_conditions(url):
    paid = [OrderStatus.paid, OrderStatus.shipped]
    found = ask(url, "orders_of_status", status=paid, since=EPOCH, with_lines=True).orders
    assert found and all(order.status in paid and order.order_lines for order in found)
    assert all(order.order_lines is None for order in ask(url, "orders_of_status", status=paid, since=EPOCH, with_lines=False).orders)
    assert ask(url, "orders_of_status", status=[], since=EPOCH, with_lines=True).orders == []


def check_pages(url):
    orders, after = [], None
    terms = [OrderOrderBy(placedAt=OrderDirection.DESC)]
    while True:
        given = {"after": after} if after else {}
        page = ask(url, "orders_page", first=4, order_by=terms, **given).orders_connection
        assert page.page_info.has_previous_page == bool(orders)
        orders += page.edges
        if not page.page_info.has_next_page:
            break
        after = page.page_info.end_cursor
    assert len(orders) == page.total_count == len({order.cursor for order in orders})
    assert [order.node.placed_at for order in orders] == sorted((order.node.placed_at for order in orders), reverse=True)
    back = ask(url, "last_orders", last=3, before=orders[-1].cursor).orders_connection
    assert [node.number for node in back.nodes] == [order.node.number for order in orders[-4:-1]]
    assert back.page_info.has_previous_page


def check_aggregates(url):
    having = OrderLineAggregateFilter(total=DecimalAggregateFilter(sum=DecimalFilter(gt="100.50")))
    found = ask(url, "order_totals", least=1, having=having)
    sums = [group.aggregate.total.sum for group in found.order_lines_groups]
    assert sums == sorted(sums, reverse=True) and all(total > decimal.Decimal("100.50") for total in sums)
    everything = ask(url, "order_totals", least=1, having=OrderLineAggregateFilter(total=DecimalAggregateFilter(sum=DecimalFilter(gte="0"))))
    assert sum(group.aggregate.total.sum for group in everything.order_lines_groups) == everything.order_lines_aggregate.total.sum
    assert sum(group.aggregate.count for group in everything.order_lines_groups) == everything.order_lines_aggregate.count
    assert len(everything.order_lines_groups) == everything.order_lines_aggregate.products
    empty = ask(url, "order_totals", least=100000, having=having).order_lines_aggregate
    assert empty.count == 0 and empty.total.sum is None
    months = ask(url, "orders_by_month", unit=DateUnit.MONTH).orders_groups
    assert months and all(month.key.placed_at.day == 1 and month.aggregate.placed_at.max >= month.key.placed_at for month in months)
    assert [customer.orders_aggregate.count for customer in ask(url, "busy_customers", orders=2).customers][0] >= 2


def check_nested_lists(url):
    found = ask(url, "shelves", text="TENT").products
    assert [(product.sku, product.price) for product in found] == [
        ("TENT-4P", decimal.Decimal("649.00")), ("TENT-2P", decimal.Decimal("389.00"))]
    shelves = {shelf.slug: shelf.parent and shelf.parent.slug for shelf in found[0].categories}
    assert shelves == {"outdoor": None, "tents": "outdoor"}, shelves
    assert found[0].attributes == {"colour": "sand", "persons": 4}


def check_nodes(url):
    product = ask(url, "shelves", text="Family tent").products[0]
    node = ask(url, "anything", id=product.node_id).node
    assert isinstance(node, shop_client.AnythingNodeProduct) and node.name == "Family tent" and node.price == product.price
    assert ask(url, "product_by_id", id=2).product.name == "Family tent"
    assert ask(url, "product_by_id", id=2**62).product is None


def check_paths_of_json(url):
    found = ask(url, "speakers", path=["language"], language="fr").customers
    assert [person.full_name for person in found] == ["Claire Dubois", "René Martin"]
    assert all(person.preferences["language"] == "fr" for person in found)
    assert ask(url, "speakers", path=["theme", "dark"], language="true").customers == []


def check_distinct(url):
    found = ask(url, "first_of_each").orders
    assert len({order.customer_id for order in found}) == len(found) > 3


def check_computed_fields(url):
    found = ask(url, "dearest", least="200")
    totals = [order.order_total for order in found.orders]
    assert len(totals) > 2 and totals == sorted(totals, reverse=True) and totals[-1] >= 200
    assert all(isinstance(order.is_last, bool) and order.customer.last_visit.year >= 2024 for order in found.orders)
    assert {order.customer.standing for order in found.orders} <= {None, Plan.standard, Plan.enterprise}
    everything = ask(url, "dearest", least="0").orders
    groups = {group.key.is_last: group.aggregate for group in found.orders_groups}
    for is_last in (True, False):
        orders = [order.order_total for order in everything if order.is_last is is_last]
        assert groups[is_last].order_total.sum == sum(orders) and groups[is_last].count >= len(orders) > 0


def check_functions_that_give_rows(url):
    def skus(cheaper_than="1000000", **arguments):
        # The client would send one that is left out as a text, the name of its class.
        return [product.sku for product in ask(url, "search", cheaper_than=cheaper_than, **arguments).search_products]

    dearest = ask(url, "search", query="tent", cheaper_than="1000000").search_products
    assert [product.sku for product in dearest] == ["TENT-4P", "TENT-2P"] and dearest[0].price == decimal.Decimal("649.00")
    assert dearest[0].labels == ["tent", "family", "TENT-4P"] and dearest[0].facts["heavy"] is True
    assert skus(query="TENT", cheaper_than="400") == ["TENT-2P"] and skus(query="tent", statuses=[ProductStatus.draft]) == []
    assert skus(query="tent", order_by=[ProductOrderBy(price=OrderDirection.ASC)]) == ["TENT-2P", "TENT-4P"]
    tents = ask(url, "search_where", where=ProductFilter(facts=JSONFilter(hasKey="persons"))).search_products
    assert [product.sku for product in tents] == ["TENT-4P", "TENT-2P"]
    customer = uuid.UUID("00000001-0000-4000-8000-0000000000c1")
    found = ask(url, "latest_order", customer=customer, since=EPOCH, discount="0.5")
    order = found.latest_order
    assert order.number == found.orders_of[0].number and order.order_total > 0
    lines = order.dearest_lines
    assert lines and all(abs(line.line_total - line.total / 2) <= decimal.Decimal("0.05") for line in lines)
    assert lines == sorted(lines, key=lambda line: -line.total)
    # Left out it is the default of the function; null, for a strict one, is no rows.
    assert 0 < len(found.recent) < len(found.orders_of) and found.none == []
    nobody = ask(url, "latest_order", customer=uuid.UUID(int=0), since=EPOCH, discount="0")
    assert nobody.latest_order is None and nobody.orders_of == []


def check_functions_that_give_values(url):
    found = ask(url, "values", word="größer", times=3, facts=[1, {"b": None}])
    assert found.value_of_stock > 1000 and found.tags_in_use == sorted(found.tags_in_use) and isinstance(found.usual_status, OrderStatus)
    assert found.shout == "GRÖ!" and found.merge_facts == [[1, {"b": None}], {"a": [1, None]}]
    assert found.is_within is True and found.as_it_is == 1.5
    assert found.moments == [datetime.datetime(2024, 6, 1, tzinfo=datetime.timezone.utc)]
    drafts = ask(url, "values", word="x", status=ProductStatus.draft)
    assert drafts.shout == "X!" and drafts.merge_facts[0] == {} and drafts.value_of_stock != found.value_of_stock
    assert ask(url, "values", word="x", times=None).shout is None


def check_errors(url):
    for operation, arguments, code in [
        ("orders_page", {"first": 100000}, "LIMIT_EXCEEDED"), ("anything", {"id": "x"}, "BAD_USER_INPUT"),
        ("customers", {"where": CustomerFilter()}, "BAD_USER_INPUT"),
    ]:
        try:
            ask(url, operation, **arguments)
        except GraphQLClientGraphQLMultiError as error:
            assert [part.extensions["code"] for part in error.errors] == [code], operation
        else:
            raise AssertionError(f"{operation}: no error")


if __name__ == "__main__":
    checks.run(sys.modules["__main__"], *sys.argv[1:])
