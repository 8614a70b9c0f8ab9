"""The edges of the language: documents at which readers of the specification differ, and values that variables are given.
graphql-core says which of them are right (validation.py); here stand those of which the specification says something else.
"""
import json
import subprocess

from graphql import parse
from graphql.execution.values import get_variable_values

import transport
import validation

# On the schema of Tests/Golden/validation.
DOCUMENTS = [
    '{ users { id } }',
    '\ufeff{ users { id } }',
    '{ \ufeff users { id } }',
    '{ users { id } \ufeff}',
    '"""d""" query { users { id } }',
    '"d" query Q { users { id } }',
    '"d" { users { id } }',
    '"d" fragment F on User { id } { users { ...F } }',
    'query Q("d" $a: Int) { users(limit: $a) { id } }',
    'query Q("""d""" $a: Int = 1 @x) { users(limit: $a) { id } }',
    'query Q($a: Int @include(if: true)) { users(limit: $a) { id } }',
    '"a" "b" query { users { id } }',
    '{ users(where: {name: {eq: "\\u{1F600}"}}) { id } }',
    '{ users(where: {name: {eq: "\\u{110000}"}}) { id } }',
    '{ users(where: {name: {eq: "\\uD83D\\uDE00"}}) { id } }',
    '{ users(where: {name: {eq: "\\uD83D"}}) { id } }',
    '{ users(where: {name: {eq: "\\uDE00\\uD83D"}}) { id } }',
    '{ users(where: {name: {eq: "\\u{}"}}) { id } }',
    '{ users(where: {name: {eq: "\\u{0000000041}"}}) { id } }',
    '{ users(where: {name: {eq: "\\u{D800}"}}) { id } }',
    '{ users(where: {name: {eq: "\\u{41"}}) { id } }',
    '{ users(where: {name: {eq: "\\u{FFFFFFFFFF}"}}) { id } }',
    '{ users(where: {name: {eq: "a\x07b"}}) { id } }',
    '{ users(where: {name: {eq: "a\x7fb"}}) { id } }',
    '{ users \x07 { id } }',
    '{ users # c \x07 \n { id } }',
    '{ users(where: {name: {eq: "a\nb"}}) { id } }',
    '{ users(where: {name: {eq: "a\u2028b"}}) { id } }',
    '{ users \xa0 { id } }',
    '{ users \u2028 { id } }',
    '{ users { é } }',
    '{ users(where: {name: {eq: """a\n  b\\"""c"""}}) { id } }',
    '{ users(where: {name: {eq: """\\u0041"""}}) { id } }',
    '{ users(where: {name: {eq: """a"""" }}) { id } }',
    '{ users(where: {name: {eq: """"a"""}}) { id } }',
    '{ users(where: {name: {eq: """}}) { id } }',
    '{ users(where: {name: {eq: "\\x"}}) { id } }',
    '{ users(where: {name: {eq: "\\/\\b\\f\\n\\r\\t\\\\\\""}}) { id } }',
    '{ users(limit: 2147483647) { id } }',
    '{ users(limit: 2147483648) { id } }',
    '{ users(limit: -2147483648) { id } }',
    '{ users(limit: -2147483649) { id } }',
    '{ users(limit: 1.0) { id } }',
    '{ users(limit: 1e2) { id } }',
    '{ users(limit: "1") { id } }',
    '{ users(limit: 01) { id } }',
    '{ users(limit: -0) { id } }',
    '{ users(limit: 0x1) { id } }',
    '{ users(limit: 1a) { id } }',
    '{ users(limit: 1.) { id } }',
    '{ users(limit: .5) { id } }',
    '{ users(limit: 1.0.0) { id } }',
    '{ users(limit: 1_0) { id } }',
    '{ users(limit: +1) { id } }',
    '{ users(limit: - 1) { id } }',
    '{ users(limit: null) { id } }',
    '{ users(limit: 1e) { id } }',
    '{ users(limit: 1e+) { id } }',
    '{ users(limit: 00) { id } }',
    '{ users(limit: 1e1000) { id } }',
    '{ node(nodeId: 7) { nodeId } }',
    '{ node(nodeId: 7.5) { nodeId } }',
    '{ node(nodeId: "x") { nodeId } }',
    '{ node(nodeId: true) { nodeId } }',
    '{ node(nodeId: 99999999999999999999) { nodeId } }',
    '{ node(nodeId: x) { nodeId } }',
    '{ users { } }',
    '{ }',
    '',
    '# only',
    'query',
    'query Q',
    'fragment on on User { id } { users { ...on } }',
    '{ users { ... on User { id } } }',
    '{ users { ...on } }',
    '{ users { ... { id } } }',
    '{ users { ... @include(if: true) { id } } }',
    '{ users @skip(if: true) @skip(if: false) { id } }',
    '{ users @skip(if: true) @include(if: false) { id } }',
    '{ users @skip { id } }',
    '{ users @skip(if: null) { id } }',
    '{ users @deprecated { id } }',
    'query @skip(if: true) { users { id } }',
    'query ($a: Boolean = null) { users @skip(if: $a) { id } }',
    'query ($a: Boolean) { users @skip(if: $a) { id } }',
    'query ($a: Boolean = true) { users @skip(if: $a) { id } }',
    'query ($a: Boolean! = null) { users @skip(if: $a) { id } }',
    'query ($a: [Int]) { users(limit: $a) { id } }',
    'query ($a: Int) { users(where: {id: {in: [$a]}}) { id } }',
    'query ($a: Int!) { users(where: {id: {in: [$a]}}) { id } }',
    'query ($a: [Int!]) { users(where: {id: {in: $a}}) { id } }',
    'query ($a: [Int]) { users(where: {id: {in: $a}}) { id } }',
    'query ($a: Int) { users(where: {id: {in: $a}}) { id } }',
    'query ($a: OrderDirection) { users(orderBy: [{name: $a}]) { id } }',
    'query ($a: OrderDirection!) { users(orderBy: [{name: $a}]) { id } }',
    'query ($a: OrderDirection = ASC) { users(orderBy: [{name: $a}]) { id } }',
    '{ users(orderBy: [{name: null}]) { id } }',
    '{ users(orderBy: [{name: ASC, id: ASC}]) { id } }',
    '{ users(orderBy: [{}]) { id } }',
    '{ users(orderBy: {name: ASC}) { id } }',
    '{ users(orderBy: [{name: "ASC"}]) { id } }',
    'query ($a: OrderDirection!) { users(orderBy: [{name: $a, id: ASC}]) { id } }',
    '{ __typename }',
    '{ __schema { types { isOneOf specifiedByURL fields(includeDeprecated: true) { args(includeDeprecated: true) { isDeprecated deprecationReason } } inputFields(includeDeprecated: true) { isDeprecated } } directives { isRepeatable args(includeDeprecated: true) { name } } description } }',
    '{ __type(name: "User") { name } }',
    '{ __type { name } }',
    '{ __type(name: null) { name } }',
    '{ __schema { types { fields(includeDeprecated: null) { name } } } }',
    '{ __schema { types { fields(includeDeprecated: 1) { name } } } }',
    '{ users { __schema { description } } }',
    '{ users { __type(name: "x") { name } } }',
    '{ __schema }',
    '{ __schema { nothing } }',
    'query A { users { id } } query A { users { id } }',
    '{ users { id } } query A { users { id } }',
    'query A { users { id } } mutation A { x }',
    'subscription { x }',
    'subscription S { a b }',
    'mutation { x }',
    'type X { a: Int }',
    'extend type User { a: Int }',
    'schema { query: Query }',
    '{ users { id } } type X { a: Int }',
    'scalar X',
    'directive @x on FIELD',
    'query ($a: User) { users { id } }',
    'query ($a: Nothing) { users { id } }',
    'query ($a: Int, $a: Int) { users(limit: $a) { id } }',
    'query ($a: Int = "x") { users(limit: $a) { id } }',
    'query ($a: Int = $b, $b: Int) { users(limit: $a) { id } }',
    'query () { users { id } }',
    '{ users() { id } }',
    '{ users(where: {id: {eq: 1, eq: 2}}) { id } }',
    '{ users(limit: 1, limit: 2) { id } }',
    'query Q($a: Int) @skip(if: true) { users(limit: $a) { id } }',
    '{ a: users { id } a: posts { id } }',
    '{ users { id: name id } }',
    '{ users { ...F ...G } } fragment F on User { x: id } fragment G on User { x: name }',
    '{ users(limit: 1) { id } users(limit: 2) { id } }',
    '{ users(limit: 1) { id } users(limit: 1) { name } }',
    '{ users { ...F } } fragment F on User { ...F }',
    '{ users { ...F } } fragment F on Nothing { id }',
    '{ users { ...F } } fragment F on Int { id }',
    '{ users { ... on Post { id } } }',
    '{ node(nodeId: "x") { ... on User { id } ... on Post { id } ... on Query { __typename } } }',
    'fragment F on User { id }',
    '{ users { ...F } } fragment F on User @skip(if: true) { id }',
    'fragment F($a: Int) on User { id } { users { ...F } }',
    '{ users { id ,,, name } }',
    '{ users { id(x: 1) } }',
    '{ users { id { x } } }',
    '{ users }',
    '{ users { id } } }',
    '{ users { id }',
    'query { users { id } ;}',
    '{ users(where: {name: {eq: true}}) { id } }',
    '{ users(where: {name: {eq: ASC}}) { id } }',
    '{ users(where: []) { id } }',
    '{ users(where: {and: {id: {eq: 1}}}) { id } }',
    '{ users(where: $a) { id } }',
    'query ($a: UserFilter!) { users(where: $a) { id } }',
    '{ users(where: {name: {isNull: null}}) { id } }',
    'query ($t: Boolean = false) { users @include(if: $t) { id } }',
    'query Q { users { id } } fragment Q on User { id }',
    '{users{id}}{users{id}}',
    '{ users { id }, }',
    '{ users (limit : 1) {id}}',
    '{ users { """x""" id } }',
    '"x"',
    '{ users { id } } "x"',
    '{ users { id } } "x" fragment F on User {id}',
]
# Braces may hold any number of digits (section 2.9.4); graphql-core reads eight at the most.
OTHERWISE = {'{ users(where: {name: {eq: "\\u{0000000041}"}}) { id } }'}


def compare_documents(schema, program, model):
    """How many documents there are, and those of which the two say different rules."""
    lines = "".join(json.dumps(text) + "\n" for text in DOCUMENTS)
    answer = subprocess.run([program, "verdicts", model], check=True, stdout=subprocess.PIPE, text=True, input=lines)
    differing = []
    for text, line in zip(DOCUMENTS, answer.stdout.splitlines(), strict=True):
        ours, theirs = json.loads(line), validation.verdict(schema, text)
        if (text in OTHERWISE) == validation.agree(text, set(ours) - validation.OURS, set(theirs)):
            differing.append(f"{text}\n    fraiseql says {ours}, graphql-core {theirs}")
    return len(DOCUMENTS), differing


VALUES = [
    None, True, False, 0, 1, -1, -0.0, 3.0, 1.5, 2147483647, 2147483648, -2147483648, -2147483649, 9007199254740991, 1e300, "", "1", "1.5", "x",
    "true", "ASC", "open", "NaN", "9223372036854775807", "9223372036854775808", [], [None], [1], [1, None], [[1]], ["a"], [True], ["open"],
    ["nope"], [["open"]], {}, {"eq": 1}, {"id": "ASC"}, {"number": "ASC"}, {"number": "ASC", "id": "DESC"}, {"number": None}, {"number": "asc"},
    {"nope": "ASC"}, [{"number": "ASC"}], [{"number": "ASC"}, None], [{}], {"number": {"eq": "1"}}, {"number": {"eq": 1}},
    {"number": {"eq": "x"}}, {"note": {"eq": 1}}, {"nope": {"eq": 1}}, {"status": {"in": "open"}}, {"status": {"in": ["open", "nope"]}},
    {"and": {"number": {"eq": 1}}}, {"number": {"isNull": 1}}, {"number": {"isNull": True}},
]
# A type, and where a variable of it may stand in a request to the shop.
PLACES = [
    ("Int", 'shout(word: "x", times: $v)'), ("Int!", 'shout(word: "x", times: $v)'), ("Int! = 1", 'shout(word: "x", times: $v)'),
    ("Int = 1", 'shout(word: "x", times: $v)'), ("Float!", "asItIs(value: $v)"), ("String!", "shout(word: $v)"),
    ("Boolean!", "stopped: __typename @skip(if: $v) on: __typename"), ("JSON", "mergeFacts(facts: $v)"),
    ("[DateTime]", "moments(given: $v)"), ("Decimal", 'searchProducts(query: "", cheaperThan: $v) { id }'),
    ("BigInt!", "product(id: $v) { id }"), ("UUID!", "order(id: $v) { id }"), ("ID!", "node(nodeId: $v) { nodeId }"),
    ("[OrderStatus!]!", "orders(where: { status: { in: $v } }) { id }"), ("[ProductStatus]", 'searchProducts(query: "x", statuses: $v) { id }'),
    ("[OrderOrderBy!]", "orders(orderBy: $v) { id }"), ("OrderOrderBy!", "orders(orderBy: [$v]) { id }"),
    ("OrderFilter!", "orders(where: $v) { id }"), ("OrderFilter", "orders(where: $v) { id }"),
]
# What came so far fits its type: PostgreSQL, or the plan, had the last word.
FITTING = {"INVALID_VALUE", "LIMIT_EXCEEDED"}
REFUSED_LATER = ("is no id of this API", "would match every row", "may not be null: leave", "without it more rows would match")


def compare_values(schema, database):
    """The values that one of the two takes and the other does not, and how many root fields each request has read."""
    differing, roots = [], []
    for type_, field in PLACES:
        text = f"query ($v: {type_}) {{ {field} }}"
        (operation,) = parse(text).definitions
        for given in [{}] + [{"v": value} for value in VALUES]:
            theirs = not isinstance(get_variable_values(schema, operation.variable_definitions, given), list)
            _, answer = database.post(text, given)
            roots.append(transport.roots({"query": text}, answer))
            errors = answer.get("errors", [])
            ours = all(error["extensions"]["code"] in FITTING or any(part in error["message"] for part in REFUSED_LATER) for error in errors)
            # Section 3.5.5: a float is no ID, and graphql-core takes 3.0.
            if type_ == "ID!" and isinstance(given.get("v"), float):
                theirs = False
            if ours != theirs:
                differing.append(f"{text} {json.dumps(given)}\n    fraiseql: {[error['message'] for error in errors]}, graphql-core "
                                 + ("takes it" if theirs else "refuses it"))
    return differing, roots
