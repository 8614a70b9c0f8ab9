"""What schemathesis does not know by itself: values of our scalars, and what a well-formed answer is.

`st` loads it (SCHEMATHESIS_HOOKS). Each answer adds a line to the file CONFORMANCE_TALLY: `data: ` and
how many root fields read rows, or the codes of its errors.
"""
import os
import re
from pathlib import Path

import schemathesis
from graphql import parse
from hypothesis import strategies
from schemathesis.graphql import nodes
from schemathesis.specs.graphql import validation

ROOT = Path(__file__).resolve().parents[2]
CODES = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/errors.md").read_text(), re.MULTILINE))
# What no request may bring about where the database and its schema are as they should be.
FAULTS = {"INTERNAL_ERROR", "SCHEMA_CHANGED", "DATABASE_UNAVAILABLE", "FORBIDDEN"}
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


@schemathesis.check
def well_formed(ctx, response, case):
    """Sections 7.1 of the specification and 6.4 of GraphQL over HTTP, and docs/errors.md."""
    kind = response.headers["content-type"][0]
    assert re.fullmatch(r"application/(graphql-response\+)?json; charset=utf-8", kind), f"content type {kind}"
    answer = response.json()
    assert isinstance(answer, dict) and answer and set(answer) <= {"data", "errors"}, "members of the answer"
    data, errors = answer.get("data"), answer.get("errors")
    if "errors" in answer:
        assert isinstance(errors, list) and errors, "errors is no list, or empty"
        for error in errors:
            well_formed_error(error, str(case.body), data)
    else:
        assert isinstance(data, dict), "neither data nor errors"
    if kind.startswith("application/json"):
        assert response.status_code == 200, f"status {response.status_code} of a request that is well-formed"
    with open(os.environ["CONFORMANCE_TALLY"], "a", encoding="utf-8") as tally:
        tally.write(" ".join(sorted({error["extensions"]["code"] for error in errors or []})) or f"data: {roots(str(case.body))}")
        tally.write("\n")


def roots(text):
    """The root fields that read rows: schemathesis makes one operation, without fragments at its root."""
    (operation,) = parse(text).definitions
    return len({(field.alias or field.name).value for field in operation.selection_set.selections
                if not field.name.value.startswith("__")})


def well_formed_error(error, text, data):
    assert set(error) <= {"message", "locations", "path", "extensions"}, "members of an error"
    assert isinstance(error["message"], str) and error["message"], "no message"
    code = error["extensions"]["code"]
    assert code in CODES, f"docs/errors.md does not know {code}"
    assert code not in FAULTS, f"{code}: {error['message']}"
    lines = re.split(r"\r\n|\n|\r", text)
    for place in error.get("locations", [{"line": 1, "column": 1}]):
        assert 1 <= place["line"] <= len(lines), f"line {place['line']} of {len(lines)}"
        assert 1 <= place["column"] <= len(lines[place["line"] - 1]) + 1, f"column {place['column']}"
    for part in error.get("path", [""]):
        assert isinstance(part, (str, int)), "a path of something else"
