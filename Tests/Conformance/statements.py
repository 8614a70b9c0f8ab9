"""What PostgreSQL was asked, counted in its log: a request is one flight, and a flight is one statement for each root field.

A flight is what runs between two Syncs: one implicit transaction, and so one virtual transaction id. Requests that are sent one
after the other make flights in the same order. Those that come together, the operations of a batch among them, may share them.
Behind a request that calls a function the session is as it was before: two commands and the settings that it began with.
"""
import json
import re

PIN = "select pg_catalog.set_config($1, $2, false), "


class Flight(list):
    """Its statements, without those that restore the session."""
    restores = False


def flights(log, database):
    """The flights of the sessions that serve requests: those that began by pinning their settings. Left out is what PostgreSQL
    refused: how far such a flight came is another matter."""
    serving, found, failed = set(), {}, set()
    for line in log:
        if line.get("error_severity") == "ERROR":
            failed.add((line["session_id"], line.get("vxid")))
        message = re.match(r"(?:execute [^:]*|statement): (.*)", line.get("message", ""), re.DOTALL)
        if not message or line.get("dbname") != database or line.get("application_name") != "fraiseql":
            continue
        if line["session_id"] not in serving:
            if message[1].startswith(PIN):
                serving.add(line["session_id"])
            continue
        found.setdefault((line["session_id"], line["vxid"]), Flight()).append(message[1])
    for flight in found.values():
        if flight[-3:-1] == ["reset role", "reset all"] and flight[-1].startswith(PIN):
            flight.restores = True
            del flight[-3:]
    # What the session lets go of, behind the requests and on nobody's way.
    return [flight for key, flight in found.items() if key not in failed and not all(re.fullmatch(r"deallocate f\d+", text) for text in flight)]


def compare_texts(found, expected):
    """What differs from the very statements of each request."""
    problems = [f"expected {json.dumps(theirs)}\n   found {json.dumps(ours)}" for ours, theirs in zip(found, expected) if ours != theirs]
    if len(found) != len(expected):
        problems.append(f"{len(expected)} requests read rows, and there were {len(found)} flights")
    return problems


def compare(found, expected, functions=()):
    """What differs: `expected` has the number of root fields that read rows, for each request in order, and for requests that come
    together a list of theirs. `functions`: how the calls of functions begin."""
    problems, left = [], list(found)
    for number, count in enumerate(expected):
        counts = [one for one in (count if isinstance(count, list) else [count]) if one]
        taken = []
        while counts and left and (not taken or sum(map(len, taken)) < sum(counts)) and len(taken) < len(counts):
            taken.append(left.pop(0))
        if sum(map(len, taken)) != sum(counts):
            problems.append(f"request {number} reads {' and '.join(map(str, counts))} root fields, its flights have these statements:\n    "
                            + "\n    ".join("\n    ".join(flight) for flight in taken))
    if left:
        problems.append(f"these {len(left)} flights are none of the requests:\n    " + "\n    ".join(map(str, left[:3])))
    problems += [f"this is none of its request:\n    {statement}" for flight in found for statement in flight
                 if not statement.startswith(("select", "with "))]
    problems += [f"the session is not as it was before:\n    {flight[0]}" for flight in found
                 if not flight.restores and any(call in statement for statement in flight for call in functions)]
    return problems


def tell(found):
    return f"{len(found)} flights, {sum(map(len, found))} statements, {sum(flight.restores for flight in found)} with functions"
