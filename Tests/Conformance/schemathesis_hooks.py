"""What schemathesis does not know by itself: values of our scalars, what a well-formed answer is, and the other ways in which a
request can travel.

`st` loads it (SCHEMATHESIS_HOOKS). Each answer adds a line of JSON to the file CONFORMANCE_TALLY: `[what, roots]`, `what` being
`data` or the codes of its errors, `roots` how many root fields read rows; of the other ways (transport.py), their names.
"""
import json
import os
import random

import schemathesis
from hypothesis import strategies
from schemathesis.graphql import nodes
from schemathesis.specs.graphql import validation

import transport

# Ours for what the client has to mend; schemathesis knows those of Apollo.
validation.CLIENT_ERROR_MARKERS |= {"INVALID_VALUE", "LIMIT_EXCEEDED", "UNSUPPORTED"}

# Values that PostgreSQL reads, for the most part; beside them any text.
VALUES = {
    "BigInt": ["0", "1", "-1", "9223372036854775807", "9007199254740993"],
    "Decimal": ["0", "19.90", "-1e300", "NaN", "Infinity", ".5"],
    "Money": ["$19.90", "0", "-1"],
    "UUID": ["0b9a7a3e-6d1c-4a70-9d2f-3f2b9a3f5c11", "00000000-0000-0000-0000-000000000000"],
    "Date": ["2026-02-28", "infinity", "0044-03-15 BC"],
    "LocalTime": ["17:30:00", "24:00:00"],
    "OffsetTime": ["17:30:00+01"],
    "LocalDateTime": ["2026-02-28T17:30:00", "-infinity"],
    "DateTime": ["2026-02-28T17:30:00+00:00", "infinity", "294276-12-31T23:59:59Z"],
    "Duration": ["P1DT2H", "-PT0.000001S", "P178000000Y"],
    "JSON": ["", "a", "{}", "null"],
    "Bytes": ["\\xDEADBEEF", ""],
    "Inet": ["10.0.0.1", "::1/64"],
    "Cidr": ["10.0.0.0/8", "::/0"],
    "MacAddress": ["08:00:2b:01:02:03"],
    "BitString": ["101", ""],
    "LTree": ["top.science", ""],
    "TSVector": ["'cat':3"],
    "DateRange": ["[2026-01-01,2026-02-01)", "empty", "(,)"],
    "DateTimeRange": ["[2026-01-01,2026-02-01)", "(,)"],
}
TEXTS = strategies.text(max_size=8)
for scalar, values in VALUES.items():
    schemathesis.graphql.scalar(scalar, strategies.one_of(
        strategies.sampled_from(values), strategies.sampled_from(values), TEXTS).map(nodes.String))
schemathesis.graphql.scalar("TextForm", TEXTS.map(nodes.String))


def tally(what, roots):
    with open(os.environ["CONFORMANCE_TALLY"], "a", encoding="utf-8") as file:
        file.write(json.dumps([what, roots]) + "\n")


TRAVELLER = transport.Traveller(os.environ["CONFORMANCE_SOCKET"], random.Random(int(os.environ["CONFORMANCE_SEED"])), tally)


@schemathesis.check
def well_formed(ctx, response, case):
    request, answer = {"query": str(case.body)}, response.json()
    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    tally(" ".join(sorted(codes)) or "data", transport.roots(request, answer))
    kind = response.headers["content-type"][0]
    transport.well_formed(response.status_code, kind, answer, request["query"])
    if kind.startswith(transport.JSON):
        assert response.status_code == 200, f"status {response.status_code} of a request that is well-formed"
    TRAVELLER.judge(request, answer)
