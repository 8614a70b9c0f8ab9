"""What a run must have looked at, so that a judge that looks at less fails: numbers of requests, of each feature of the API, of
each rule. They hold for the sizes that a run has without CONFORMANCE_... and have a margin for other seeds.
"""
import re

REQUESTS, DOCUMENTS, GOLDEN = 5000, 20000, 20
# Requests in which an operator has told rows apart, and documents that break a rule.
OPERATOR, RULE = 2, 3
# Fields that the oracle leaves alone: in which order a view collects rows into JSON is nowhere said.
NOT_JUDGED = {"RentalReport.report"}
# Requests that a feature of docs/graphql-api.md had to do with; operators stand in its tables.
FEATURES = {
    300: ["root page", "root connection", "root aggregate", "root groups", "root key", "where:", "orderBy:", "$v0", "fragment", "... on",
          "@skip", "@include", "query Another", "__typename"],
    60: ["root node", "relation to-one", "relation to-many, page", "relation to-many, connection", "relation to-many, aggregate",
         "relation to-many, groups", "list, limit", "list, offset", "list, distinctOn", "connection, first", "connection, after",
         "connection, last", "connection, before", "page edges", "page node", "page cursor", "page nodes", "page pageInfo",
         "page hasNextPage", "page hasPreviousPage", "page startCursor", "page endCursor", "page totalCount", "groups, having",
         "groups, orderBy", "groups, limit", "groups, offset", "order ASC", "order DESC", "order ASC_NULLS_FIRST", "order ASC_NULLS_LAST",
         "order DESC_NULLS_FIRST", "order DESC_NULLS_LAST", "order by a to-one relation", "order by an aggregate",
         "filter by a to-one relation", "filter by an aggregate", "filter by and", "filter by or", "filter by not", "aggregate count",
         "aggregate count of distinct values", "aggregate sum", "aggregate avg", "aggregate min", "aggregate max",
         "aggregate stddevSample", "aggregate stddevPopulation", "aggregate varianceSample", "aggregate variancePopulation",
         "computed field", "root function, page", "root function, connection", "root function, aggregate",
         "root function, groups", "root function, value", "argument of a root function, given",
         "argument of a root function, its default"],
    15: ["order by rank", "filter by some", "filter by every", "filter by none",
         "groups to YEAR", "groups to QUARTER", "groups to MONTH", "groups to WEEK", "groups to DAY", "groups to HOUR", "groups to MINUTE",
         "groups to SECOND", "filter by a computed field", "order by a computed field", "group by a computed field",
         "root function, row", "function of a row, value",
         "argument of a root function, null", "argument of a function of a row, given", "argument of a function of a row, its default"],
    5: ["aggregate boolAnd", "aggregate boolOr", "relation across a junction, page", "relation across a junction, connection",
        "relation across a junction, aggregate", "relation across a junction, groups", "argument of a function of a row, null"],
    2: ["function of a row, row", "function of a row, page", "function of a row, connection", "function of a row, aggregate",
        "function of a row, groups"],
}


def operators(path):
    """The operators of each group, as docs/graphql-api.md has them: `{"equality": ["eq", ...]}`."""
    found = {}
    text = path.read_text().split("## Operators")[1].split("## Scalars")[0]
    for part in text.split("\n### ")[1:]:
        name, _, body = part.partition("\n")
        found[name] = re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)
        if base := re.search(r"^What (\w+) has, and:", body, re.MULTILINE):
            found[name] = found[base[1]] + found[name]
    return found


def features(path, groups):
    """The least number of each feature. Of `tree` only where it is among the `groups` of the databases: some servers lack ltree."""
    least = {name: number for number, names in FEATURES.items() for name in names}
    for group, names in operators(path).items():
        if group != "tree" or group in groups:
            least |= {f"{group} {name}": OPERATOR for name in names}
    return least


def compare(least, found):
    """What is below its floor."""
    return [f"{name}: {found.get(name, 0)}, and {number} at least are expected" for name, number in least.items()
            if found.get(name, 0) < number]


# Answers to schemathesis, by what they were and how they travelled (transport.py).
WAYS = {"cases": 150, "data": 60, "GET": 120, "HEAD": 120, "batch": 150, "plain": 100, "gzip": 30, "mangled": 150, "400": 150,
        "405": 150, "406": 150, "415": 150}
# Requests of the clients on the shop.
CLIENTS = {
    "gql": {"checks": 11, "requests": 100, "GET": 7, "gzip": 10, "batches": 6},
    "ariadne-codegen": {"checks": 12, "requests": 35},
}


def rules(rules):
    """The documents of the comparison with graphql-core: those that are valid, and those that break each rule."""
    names = {rule.__name__.removesuffix("Rule") for rule in rules}
    # Type definitions are syntax errors to us, and no schema has subscriptions.
    least = {name: RULE for name in names - {"ExecutableDefinitions", "SingleFieldSubscriptions"}}
    return least | {"valid": DOCUMENTS // 4, "syntax": DOCUMENTS // 50}
