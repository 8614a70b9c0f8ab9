"""The differential oracle: the same requests to the running sidecar and to `oracle.py` must have the same answer, the order
of rows and of fields included."""
import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from databases import SocketConnection, post
from filters import is_known
from oracle import Oracle
from queries import filter_kinds, learn, requests
from sets import Approximate
from tables import Opaque, Unjudgeable


class Task(NamedTuple):
    """The requests to one database, for a process of its own."""
    url: str
    socket: str
    sdl: str
    model: Path
    types: Path
    count: int
    seed: int


class Result(NamedTuple):
    """What came of it; `roots` says of each request that was sent how many root fields read rows."""
    judged: int
    values: int
    differing: list[str]
    roots: list[int]
    features: Counter
    unknown: list[str]


def judge(task):
    oracle = Oracle(task.url, task.sdl, json.loads(task.model.read_text()), task.types)
    connection = SocketConnection(task.socket)
    judged, differing, roots, features = 0, [], [], Counter()
    comparison = Comparison(oracle)
    made = requests(oracle, task.count * 2, task.seed)
    while judged < task.count:
        request, samples = next(made)
        # An operation's name is sent where the document has several.
        operation = request.operation if "query Another" in request.text else None
        try:
            expected, unordered, count = oracle.answer(request.text, request.variables, operation)
        except Unjudgeable:
            continue
        status, answer = post(connection, request.text, request.variables, operation)
        roots.append(count if "data" in answer else 0)
        judged += 1
        samples.features = features
        features.update(oracle.data.noted)
        features.update(word for word in WORDS if word in request.text)
        comparison.begin(unordered, samples)
        problem = comparison.difference(expected, answer.get("data"), ())
        if status != 200 or set(answer) != {"data"}:
            problem = f"status {status}, {json.dumps(answer.get('errors', answer))[:1000]}"
        if problem:
            differing.append(f"{request.text}\nvariables: {json.dumps(request.variables)}\n    {problem}")
    return Result(judged, comparison.values, differing, roots, features, unknown(oracle))


# What a request is written with; what it is judged by is noted where that is computed.
WORDS = ["where:", "orderBy:", "fragment", "... on", "@skip", "@include", "$v0", "query Another", "__typename"]


def unknown(oracle):
    """What the oracle knows nothing about: fields, those of aggregates and groups taken together, and operators."""
    found = Counter("aggregates" if re.search(r"(Aggregate|Groups?|GroupKey)(\.|$)", name) else name for name in oracle.unknown)
    kinds = filter_kinds(oracle)
    return sorted(found) + sorted({f"{name} of {kind_}" for type_, kind_ in kinds.items()
                                   for name in oracle.schema.type_map[type_].fields if not is_known(kind_, name)})


class Comparison:
    def __init__(self, oracle):
        self.oracle, self.values = oracle, 0

    def begin(self, unordered, samples):
        self.unordered, self.samples = unordered, samples

    def difference(self, expected, found, path):
        """Where the two differ first, or None."""
        self.values += 1
        if isinstance(expected, dict):
            if not isinstance(found, dict) or list(expected) != list(found):
                return self.say(path, list(expected), list(found) if isinstance(found, dict) else found)
            pairs = [(key, expected[key], found[key]) for key in expected]
        elif isinstance(expected, list):
            if not isinstance(found, list) or len(expected) != len(found):
                return self.say(path, expected, found)
            if path in self.unordered:
                expected, found = sorted(expected, key=json.dumps), sorted(found, key=json.dumps)
            pairs = [(at, *both) for at, both in enumerate(zip(expected, found))]
        elif isinstance(expected, Opaque):
            if isinstance(found, str) and self.oracle.learn(expected, found):
                learn(self.samples, expected, found)
                return None
            return self.say(path, f"{expected}, called {self.oracle.opaque.get(expected)}", found)
        elif isinstance(expected, Approximate):
            alike = isinstance(found, (int, float)) and math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-12)
            return None if alike else self.say(path, expected, found)
        else:
            alike = expected == found and isinstance(expected, bool) == isinstance(found, bool)
            return None if alike else self.say(path, expected, found)
        for key, *both in pairs:
            if problem := self.difference(*both, path + (key,)):
                return problem
        return None

    def say(self, path, expected, found):
        return f"{'.'.join(map(str, path))}: expected {json.dumps(expected)[:600]}, found {json.dumps(found)[:600]}"
