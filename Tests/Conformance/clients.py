"""Programs of others that talk to a running endpoint: schemathesis, gql, and the client that ariadne-codegen makes."""
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter

from databases import ROOT

HERE = ROOT / "Tests/Conformance"
# An environment of its own: it needs an older graphql-core than the others.
CODEGEN = ROOT / ".build/python/ariadne-codegen/bin"


def run(command, folder, **environment):
    """Exit code and whole output."""
    done = subprocess.run(command, cwd=folder, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, text=True, errors="replace")
    return done.returncode, done.stdout


def checks(command, folder, **environment):
    """What a client's checks.py said: (problems, how many there were)."""
    code, output = run(command, folder, **environment)
    count = re.search(r"^(\d+) checks\n\Z", output, re.MULTILINE)
    # What ended without its last line has failed.
    return ([] if code == 0 and count else [output]), int(count[1]) if count else 0


def schemathesis(database, examples, seed):
    """(problems, what the answers were, how many root fields each answered request read) of `examples` requests for each
    root field, valid ones and others, each in all the ways of transport.py."""
    folder = database.folder / "schemathesis"
    folder.mkdir()
    code, output = run(
        [f"{sys.prefix}/bin/st", "run", f"http://{database.address}/graphql", "--phases", "fuzzing", "--max-examples", str(examples),
         "--checks", "not_a_server_error,content_type_conformance,response_schema_conformance,negative_data_rejection,well_formed",
         "--continue-on-failure", "--no-shrink", "--suppress-health-check", "too_slow", "--seed", str(seed), "--generation-database", "none", "--no-color",
         # A null where none may be ends a request before much of it is looked at.
         "--generation-graphql-allow-null", "false"],
        folder, SCHEMATHESIS_HOOKS="schemathesis_hooks", PYTHONPATH=str(HERE), CONFORMANCE_TALLY=str(folder / "tally"),
        CONFORMANCE_SOCKET=database.socket, CONFORMANCE_SEED=str(seed))
    lines = (folder / "tally").read_text().splitlines() if (folder / "tally").exists() else []
    tally = [json.loads(line) for line in lines]
    cases = re.search(r"^  (\d+) generated", output, re.MULTILINE)
    answers = Counter(what for what, _ in tally) + Counter(cases=int(cases[1]) if cases else 0)
    return [] if code == 0 else [output], answers, [roots for _, roots in tally]


def gql(database, url):
    sdl = database.folder / "schema.graphql"
    sdl.write_text(database.sdl)
    return checks([sys.executable, HERE / "clients/gql_client.py", url, sdl], database.folder)


def generated(database, url):
    folder = database.folder / "ariadne-codegen"
    folder.mkdir()
    (folder / "schema.graphql").write_text(database.sdl)
    shutil.copy(HERE / "clients/shop.graphql", folder / "queries.graphql")
    code, output = run([CODEGEN / "ariadne-codegen", "--config", HERE / "clients/ariadne-codegen.toml"], folder)
    if code != 0:
        return [output], 0
    return checks([CODEGEN / "python", HERE / "clients/generated_client.py", url], folder,
                  PYTHONPATH=str(folder))
