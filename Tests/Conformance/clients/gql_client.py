"""gql as a client of the shop: gql_client.py URL SDL-FILE."""
import asyncio
import enum
import sys
from decimal import Decimal
from pathlib import Path

import checks
from gql import Client, gql
from gql.dsl import DSLQuery, DSLSchema, DSLVariableDefinitions, dsl_gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportQueryError
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
            try:
                session.execute(gql(text), variable_values=variables)
            except TransportQueryError as error:
                codes = [part["extensions"]["code"] for part in error.errors]
                assert codes == [code], (text, codes)
            else:
                raise AssertionError(f"no error: {text}")
        assert session.execute(gql("query A { __typename } query B { b: __typename }"), operation_name="B") == {"b": "Query"}


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
