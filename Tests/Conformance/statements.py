"""What PostgreSQL was asked, counted in its log: a request is one flight, and a flight is one statement for each root field.

A flight is what runs between two Syncs: one implicit transaction, and so one virtual transaction id. Requests that are sent one
after the other make flights in the same order.
"""
import json
import re


def flights(log, database):
    """The statements of each flight of the sessions that serve requests: those that began by pinning their settings. Left out
    is what PostgreSQL refused: how far such a flight came is another matter."""
    serving, found, failed = set(), {}, set()
    for line in log:
        if line.get("error_severity") == "ERROR":
            failed.add((line["session_id"], line.get("vxid")))
        message = re.match(r"(?:execute [^:]*|statement): (.*)", line.get("message", ""), re.DOTALL)
        if not message or line.get("dbname") != database or line.get("application_name") != "fraiseql":
            continue
        if line["session_id"] not in serving:
            if message[1].startswith("select pg_catalog.set_config($1, $2, false), "):
                serving.add(line["session_id"])
            continue
        found.setdefault((line["session_id"], line["vxid"]), []).append(message[1])
    # What the session lets go of, behind the requests and on nobody's way.
    return [flight for key, flight in found.items() if key not in failed and not all(re.fullmatch(r"deallocate f\d+", text) for text in flight)]


def compare_texts(found, expected):
    """What differs from the very statements of each request."""
    problems = [f"expected {json.dumps(theirs)}\n   found {json.dumps(ours)}" for ours, theirs in zip(found, expected) if ours != theirs]
    if len(found) != len(expected):
        problems.append(f"{len(expected)} requests read rows, and there were {len(found)} flights")
    return problems


def compare(found, expected):
    """What differs: `expected` has the number of root fields that read rows, for each request in order."""
    expected = [count for count in expected if count]
    problems = [f"request {number} reads {count} root fields, its flight has {len(flight)} statements:\n    "
                + "\n    ".join(flight) for number, (flight, count) in enumerate(zip(found, expected)) if len(flight) != count]
    problems += [f"this is none of its request:\n    {statement}" for flight in found for statement in flight
                 if not statement.startswith("select")]
    if len(found) != len(expected):
        problems.append(f"{len(expected)} requests read rows, and there were {len(found)} flights")
    return problems
