"""One request in every way that it can travel: GET, HEAD, in a batch, packed. Each answers as its POST was answered. And bodies,
types and methods that are none: refused, and well-formed all the same (docs/graphql-over-http.md, docs/errors.md)."""
import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlencode

from graphql import GraphQLError, parse

from databases import MAXIMUM_BATCH, SocketConnection

ROOT = Path(__file__).resolve().parents[2]
CODES = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/errors.md").read_text(), re.MULTILINE))
# What no request may bring about where the database and its schema are as they should be.
FAULTS = {"INTERNAL_ERROR", "SCHEMA_CHANGED", "DATABASE_UNAVAILABLE", "FORBIDDEN"}
JSON, STRICT = "application/json", "application/graphql-response+json"
# A server may refuse longer targets.
LONGEST_TARGET = 4000


def well_formed(status, kind, answer, text):
    """Asserts sections 7.1 of the specification and 6.4 of GraphQL over HTTP, and docs/errors.md, of one answer."""
    assert re.fullmatch(r"application/(graphql-response\+)?json; charset=utf-8", kind), f"content type {kind}"
    assert status < 500, f"status {status}"
    assert isinstance(answer, dict) and answer and set(answer) <= {"data", "errors"}, "members of the answer"
    data, errors = answer.get("data"), answer.get("errors")
    if "errors" in answer:
        assert isinstance(errors, list) and errors, "errors is no list, or empty"
        for error in errors:
            well_formed_error(error, text)
    else:
        assert isinstance(data, dict), "neither data nor errors"
    if kind.startswith(STRICT):
        assert (status == 200) == ("data" in answer), f"status {status}, and data is {'not ' if 'data' not in answer else ''}there"


def well_formed_error(error, text):
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


def roots(request, answer):
    """How many root fields of a request read rows; 0 where it was answered without data."""
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), dict):
        return 0
    try:
        document = parse(request["query"])
    except (GraphQLError, KeyError, TypeError):
        return 0
    # By their response keys: those that the answer has, but for introspection's.
    introspective = {(field.alias or field.name).value for field in selections(document) if field.name.value.startswith("__")}
    return len(set(answer["data"]) - introspective)


def selections(document):
    """Every field of a document: a root field that is introspective has the same key nowhere else, in what is asked here."""
    waiting = list(document.definitions)
    while waiting:
        node = waiting.pop()
        if node.kind == "field":
            yield node
        elif getattr(node, "selection_set", None):
            waiting += node.selection_set.selections


class Traveller:
    """Sends a request in all ways. `tally(kind, roots)` is called for each that was answered, in order."""

    def __init__(self, socket, chooser, tally):
        self.connection, self.chooser, self.tally = SocketConnection(socket), chooser, tally

    def send(self, method, target="/graphql", body=None, **headers):
        """Status, headers and body of the answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, target, body, named)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def judge(self, request, expected):
        """`expected` is what the POST of the request was answered with."""
        self.get(request, expected)
        self.batch(request, expected)
        self.packed(request, expected)
        self.mangled(request)
        self.mistyped(request)

    def get(self, request, expected):
        parameters = {name: value if isinstance(value, str) else json.dumps(value) for name, value in request.items()}
        target = "/graphql?" + urlencode(parameters)
        if len(target) > LONGEST_TARGET:
            return
        status, headers, body = self.send("GET", target, Accept=STRICT)
        self.same("GET", request, expected, status, headers["Content-Type"], json.loads(body))
        head = self.send("HEAD", target, Accept=STRICT)
        self.tally("HEAD", roots(request, expected))
        assert (head[0], head[2]) == (status, b""), f"HEAD: status {head[0]}, GET {status}"

    def batch(self, request, expected):
        small = {"query": "{ __typename }"}
        requests = self.chooser.choice([[request], [small, request], [request, small, request]])
        status, headers, body = self.send("POST", body=json.dumps(requests), Content_Type=JSON, Accept=STRICT)
        answers = json.loads(body)
        assert status == 200 and headers["Content-Type"].startswith(STRICT), f"batch: status {status}"
        assert isinstance(answers, list) and len(answers) == len(requests), "batch: another number of answers"
        self.tally("batch", [roots(one, answer) for one, answer in zip(requests, answers)])
        for one, answer in zip(requests, answers):
            theirs = expected if one is request else {"data": {"__typename": "Query"}}
            assert answer == theirs, f"batch: {json.dumps(answer)[:500]}"
        too_many = self.send("POST", body=json.dumps([small] * (MAXIMUM_BATCH + 1)), Content_Type=JSON, Accept=STRICT)
        self.refused("too long a batch", *too_many, 400)

    def packed(self, request, expected):
        status, headers, body = self.send("POST", body=json.dumps(request), Content_Type=JSON, Accept=STRICT, Accept_Encoding="gzip")
        is_packed = headers.get("Content-Encoding") == "gzip"
        text = gzip.decompress(body) if is_packed else body
        assert is_packed == (len(text) >= 2048), f"{len(text)} bytes are {'' if is_packed else 'not '}packed"
        self.same("gzip" if is_packed else "plain", request, expected, status, headers["Content-Type"], json.loads(text))

    def mangled(self, request):
        """A few bytes changed, at the end or in the middle; JSON of other shapes."""
        body = bytearray(json.dumps(request).encode())
        for _ in range(self.chooser.randint(1, 3)):
            at = self.chooser.randrange(len(body) or 1)
            self.chooser.choice([
                lambda: body.__setitem__(slice(at, at + 1), bytes([self.chooser.randrange(256)])), lambda: body.__delitem__(slice(at, None)),
                lambda: body.__setitem__(slice(at, at), self.chooser.choice([b'"', b"{", b"]", b"\\ud800", b"\x00", b"\xff", b"null", b","])),
                lambda: body.__setitem__(slice(None), json.dumps(self.chooser.choice(
                    [None, 1, "x", [], {}, [[]], [1], {"query": None}, {"query": 1}, request | {"variables": []},
                     request | {"variables": "x"}, request | {"operationName": 1}, request | {"extensions": 1}])).encode()),
            ])()
        status, headers, answer = self.send("POST", body=bytes(body), Content_Type=JSON, Accept=STRICT)
        answer = json.loads(answer)
        try:
            sent = json.loads(body)
        except ValueError:
            sent = None
        if isinstance(answer, list):
            self.tally("mangled", [roots(one, other) for one, other in zip(sent, answer)])
            return
        query = sent.get("query") if isinstance(sent, dict) else None
        well_formed(status, headers["Content-Type"], answer, query if isinstance(query, str) else "")
        self.tally("mangled", roots(sent, answer))
        if sent is None:
            assert status == 400, f"no JSON: status {status}"

    def mistyped(self, request):
        body = json.dumps(request)
        kind = self.chooser.choice(["text/plain", "application/x-www-form-urlencoded", "application/graphql", "multipart/form-data",
                                    "application/json; charset=iso-8859-1", "application/json; charset=utf-16", "nothing", ""])
        self.refused(f"Content-Type {kind}", *self.send("POST", body=body, Content_Type=kind, Accept=JSON), 415)
        method = self.chooser.choice(["PUT", "PATCH", "DELETE", "OPTIONS"])
        answer = self.send(method, body=body, Content_Type=JSON, Accept=JSON)
        self.refused(method, *answer, 405)
        assert {"GET", "HEAD", "POST"} <= set(re.split(r", *", answer[1]["Allow"])), f"Allow: {answer[1]['Allow']}"
        kind = self.chooser.choice(["text/html", "image/*", "application/json;q=0", "application/xml, text/plain;q=0.5"])
        self.refused(f"Accept {kind}", *self.send("POST", body=body, Content_Type=JSON, Accept=kind), 406)

    def same(self, way, request, expected, status, kind, answer):
        self.tally(way, roots(request, answer))
        well_formed(status, kind, answer, request["query"])
        assert answer == expected, f"{way}: {json.dumps(answer)[:1000]}"

    def refused(self, what, status, headers, body, expected):
        self.tally(str(expected), 0)
        assert status == expected, f"{what}: status {status}"
        well_formed(status, headers["Content-Type"], json.loads(body), "")
