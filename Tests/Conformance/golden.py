"""The requests of Tests/Golden/requests over HTTP: the replies that were recorded, and in the server's log the very statements."""
import json
import re

from databases import REQUESTS


def statements_of(path):
    """The statements of the root fields that read rows, in order."""
    return [match[1] for match in re.finditer(r"^(select\b.*?);$", path.read_text(), re.MULTILINE | re.DOTALL)]


def requests(name):
    return sorted(path for path in (REQUESTS / name).glob("*") if path.is_dir())


def ask(database):
    """(problems, the flights that the log must have): the statements of each request that is answered with data."""
    problems, flights = [], []
    for case in requests(database.name):
        variables = case / "variables.json"
        status, answer = database.post((case / "request.graphql").read_text(),
                                       json.loads(variables.read_text()) if variables.exists() else None)
        if (case / "reply.json").exists():
            reply = json.loads((case / "reply.json").read_text())
            if (status, answer) != (200, {"data": reply}) or json.dumps(answer["data"]) != json.dumps(reply):
                problems.append(f"{case.name}: status {status}, {json.dumps(answer)[:2000]}")
            flights.append(statements_of(case / "statement.sql"))
        elif "data" in answer and answer["data"] is not None:
            problems.append(f"{case.name}: an error is expected, not {json.dumps(answer)[:1000]}")
    return problems, [flight for flight in flights if flight]
