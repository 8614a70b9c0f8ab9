"""gql as a client of the shop: gql_client.py URL SDL-FILE."""
import asyncio
import enum
import json
import sys
from decimal import Decimal
from pathlib import Path

import checks
from gql import Client, GraphQLRequest, gql
from gql.dsl import DSLQuery, DSLSchema, DSLVariableDefinitions, dsl_gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from gql.utilities import update_schema_enum, update_schema_scalars
from graphql import GraphQLError, GraphQLScalarType, build_schema, print_schema
from graphql.utilities import lexicographic_sort_schema

OrderStatus = enum.Enum("OrderStatus", [(name, name) for name in ("open", "paid", "shipped", "delivered", "cancelled")])
ORDERS = gql("""
query Orders($status: [OrderStatus!], $least: Decimal!, $limit: Int = 3) {
  orders(
    where: { status: { in: $status }, orderLinesAggregate: { total: { sum: { gte: $least } } } }
    orderBy: [{ number: ASC }, { tenantId: ASC }]
    limit: $limit
  ) { number status orderLinesAggregate { total { sum } } }
}""")


class GetTransport(RequestsHTTPTransport):
    """With the parameters in the URL: gql itself would send a GET with a body."""

    def __init__(self, url):
        super().__init__(url, method="GET")

    def _prepare_request(self, *arguments, **options):
        prepared = super()._prepare_request(*arguments, **options)
        prepared["params"] = {name: value if isinstance(value, str) else json.dumps(value)
                              for name, value in prepared.pop("json").items()}
        return prepared


def client(url, **options):
    """With the schema that introspection gives."""
    return Client(transport=RequestsHTTPTransport(url), fetch_schema_from_transport=True, introspection_args={
        "descriptions": True, "specified_by_url": True, "directive_is_repeatable": True, "schema_description": True,
        "input_value_deprecation": True, "input_object_one_of": True}, **options)


def check_introspection(url, sdl):
    with client(url) as session:
        ours = print_schema(lexicographic_sort_schema(session.client.schema))
    assert ours == print_schema(lexicographic_sort_schema(build_schema(Path(sdl).read_text())))


def check_variables(url, _):
    with client(url) as session:
        given = {"status": ["paid", "delivered"], "least": "100.00"}
        orders = session.execute(ORDERS, variable_values=given)["orders"]
        assert len(orders) == 3
        assert all(order["status"] in given["status"] for order in orders)
        assert all(Decimal(order["orderLinesAggregate"]["total"]["sum"]) >= 100 for order in orders)
        one = session.execute(ORDERS, variable_values=given | {"limit": 1})["orders"]
        assert one == orders[:1]


def check_values_of_its_own(url, _):
    """Enums and decimals as Python has them, both ways."""
    with client(url, serialize_variables=True, parse_results=True) as session:
        schema = session.client.schema
        update_schema_enum(schema, "OrderStatus", OrderStatus)
        update_schema_scalars(schema, [GraphQLScalarType("Decimal", serialize=str, parse_value=Decimal)])
        found = session.execute(ORDERS, variable_values={"status": [OrderStatus.paid], "least": Decimal("0.5")})["orders"]
        assert found and all(order["status"] is OrderStatus.paid for order in found)
        assert all(isinstance(order["orderLinesAggregate"]["total"]["sum"], Decimal) for order in found)


def check_composed_queries(url, _):
    """A document made from the schema: aliases, connections, variables, an interface."""
    with client(url) as session:
        schema, given = DSLSchema(session.client.schema), DSLVariableDefinitions()
        page = schema.Query.productsConnection(first=given.first, orderBy=[{"price": "DESC"}])
        page.select(schema.ProductConnection.totalCount, schema.ProductConnection.edges.select(
            schema.ProductEdge.cursor, schema.ProductEdge.node.select(schema.Product.nodeId, label=schema.Product.name)))
        query = DSLQuery(page=page)
        query.variable_definitions = given
        found = session.execute(dsl_gql(query), variable_values={"first": 2})["page"]
        assert len(found["edges"]) == 2 and int(found["totalCount"]) > 2
        node = gql("query ($id: ID!) { node(nodeId: $id) { nodeId ... on Product { label: name } } }")
        for edge in found["edges"]:
            assert session.execute(node, variable_values={"id": edge["node"]["nodeId"]})["node"] == edge["node"]


def check_the_client_refuses(url, _):
    with client(url) as session:
        try:
            session.execute(gql("{ orders { nmber } }"))
        except GraphQLError as error:
            assert "number" in error.message, "its suggestion"
        else:
            raise AssertionError("the client's own validation took it")


def check_errors_of_the_server(url, _):
    """Without a schema the client sends what it is given."""
    with Client(transport=RequestsHTTPTransport(url)) as session:
        for text, variables, code in [
            ("{ orders { nmber } }", {}, "GRAPHQL_VALIDATION_FAILED"),
            ("query ($id: BigInt!) { product(id: $id) { id } }", {"id": "x"}, "BAD_USER_INPUT"),
            ("query ($n: Int!) { orders(limit: $n) { id } }", {"n": 100000}, "LIMIT_EXCEEDED"),
            ("query ($id: UUID!) { order(id: $id) { id } }", {"id": "x"}, "INVALID_VALUE"),
            ("query A { __typename } query B { __typename }", {}, "OPERATION_RESOLUTION_FAILURE"),
        ]:
            refused(session, text, code, variables)
        assert session.execute(gql("query A { __typename } query B { b: __typename }"), operation_name="B") == {"b": "Query"}


def check_get(url, _):
    """Queries as parameters of the URL: the same answers, variables and errors; and nothing but queries."""
    with client(url) as posting, Client(transport=GetTransport(url), fetch_schema_from_transport=True) as getting:
        for given in [{"status": ["paid"], "least": "0"}, {"status": ["paid", "open"], "least": "100.00", "limit": 2}]:
            found = getting.execute(ORDERS, variable_values=given)
            assert found == posting.execute(ORDERS, variable_values=given) and found["orders"]
        odd = gql("query ($text: String!) { shout(word: $text, times: 20) }")
        assert getting.execute(odd, variable_values={"text": "a+b&c=%d é #?"}) == {"shout": "A+B&C=%D É #?!"}
    with Client(transport=GetTransport(url)) as session:
        refused(session, "{ orders { nmber } }", "GRAPHQL_VALIDATION_FAILED")
        refused(session, "query ($n: Int!) { orders(limit: $n) { id } }", "LIMIT_EXCEEDED", {"n": 100000})
        refused(session, "mutation { orders { id } }", "METHOD_NOT_ALLOWED")
        two = gql("query A { a: __typename } query B { b: shout(word: \"x\") }")
        assert session.execute(two, operation_name="B") == {"b": "X!"}


def refused(session, text, code, variables=None):
    try:
        session.execute(gql(text), variable_values=variables)
    except TransportQueryError as error:
        codes = [part["extensions"]["code"] for part in error.errors]
        assert codes == [code], (text, codes)
    else:
        raise AssertionError(f"no error: {text}")


def check_batches(url, _):
    """Several requests at once, each answered as if it had come alone."""
    given = [{"status": ["paid"], "least": "0", "limit": limit} for limit in (1, 2, 3)]
    requests = [GraphQLRequest(ORDERS, variable_values=one) for one in given]
    with client(url) as session:
        alone = [session.execute(ORDERS, variable_values=one) for one in given]
        assert session.execute_batch(requests) == alone
        assert session.execute_batch(requests[:2]) == alone[:2]
        assert session.execute_batch([GraphQLRequest("{ __typename }"), *requests[::-1]]) == [{"__typename": "Query"}, *alone[::-1]]
    with Client(transport=RequestsHTTPTransport(url)) as session:
        mixed = [requests[0], GraphQLRequest("{ orders { nmber } }"), GraphQLRequest('{ shout(word: "x") }')]
        first, second, third = session.transport.execute_batch(mixed)
        assert (first.data, third.data) == (alone[0], {"shout": "X!"}) and not first.errors and not third.errors
        assert second.data is None and [error["extensions"]["code"] for error in second.errors] == ["GRAPHQL_VALIDATION_FAILED"]
        try:
            session.execute_batch([GraphQLRequest("{ __typename }")] * 11)
        except TransportError as error:
            assert "10" in str(error), error
        else:
            raise AssertionError("a batch that is too long was taken")

    async def gathered():
        """gql puts what is asked within a few milliseconds into one request."""
        transport = AIOHTTPTransport(url)
        async with Client(transport=transport, batch_interval=0.05, batch_max=5) as session:
            text = "query ($id: BigInt!) { product(id: $id) { id labels } }"
            given = [GraphQLRequest(text, variable_values={"id": str(id_)}) for id_ in range(1, 11)]
            return await asyncio.gather(*(session.execute(one) for one in given))
    products = [answer["product"] for answer in asyncio.run(gathered())]
    assert [product["id"] for product in products] == [str(id_) for id_ in range(1, 11)], products


def check_packed_answers(url, _):
    """With the encodings that a client asks for by itself, and with none."""
    query = gql("{ products(limit: 100) { id name description attributes tags facts } }")
    answers = []
    for encoding in (None, "gzip", "identity", "gzip;q=0.5, identity", "br, gzip;q=0.1, identity;q=0"):
        headers = {"Accept-Encoding": encoding} if encoding else {}
        with Client(transport=RequestsHTTPTransport(url, headers=headers)) as session:
            answers.append(session.execute(query))
    assert all(answer == answers[0] for answer in answers) and len(answers[0]["products"]) == 15

    async def ask():
        async with Client(transport=AIOHTTPTransport(url)) as session:
            return await session.execute(query)
    assert asyncio.run(ask()) == answers[0]


def check_functions(url, _):
    """As fields of Query, with arguments and defaults, and as fields of a row."""
    query = gql("""
    query ($query: String!, $cheaper: Decimal, $customer: UUID!) {
      searchProducts(query: $query, cheaperThan: $cheaper, orderBy: [{ price: ASC }]) { sku labels }
      ordersOf(customer: $customer, where: { orderTotal: { gt: "0" } }) { orderTotal customer { standing } }
      valueOfStock
      tagsInUse(status: retired)
    }""")
    with client(url) as session:
        found = session.execute(query, variable_values={"query": "tent", "customer": "00000001-0000-4000-8000-0000000000c1"})
        assert [product["sku"] for product in found["searchProducts"]] == ["TENT-2P", "TENT-4P"]
        assert found["searchProducts"][0]["labels"] == ["tent", "3 season", "TENT-2P"]
        assert found["ordersOf"] and all(Decimal(order["orderTotal"]) > 0 for order in found["ordersOf"])
        assert {order["customer"]["standing"] for order in found["ordersOf"]} == {"enterprise"}
        assert Decimal(found["valueOfStock"]) > 1000 and isinstance(found["tagsInUse"], (list, type(None)))


def check_many_at_once(url, _):
    async def ask():
        async with Client(transport=AIOHTTPTransport(url)) as session:
            query = gql("query ($id: BigInt!) { product(id: $id) { id } }")
            answers = await asyncio.gather(*(session.execute(query, variable_values={"id": str(id_)}) for id_ in range(1, 41)))
            for id_, answer in enumerate(answers, 1):
                assert answer["product"] in (None, {"id": str(id_)}), answer
            assert sum(answer["product"] is not None for answer in answers) == 15
    asyncio.run(ask())


if __name__ == "__main__":
    checks.run(sys.modules["__main__"], *sys.argv[1:])
