#!/usr/bin/env python3
"""What `make conformance` runs (Tests/Conformance/run): judges that nobody here wrote, on the program as it is built.

    judge.py [JUDGE...]      without arguments all of them, in the order of `JUDGES`

Each judge gives cases; the last line is "N passed, M failed, K skipped". What differs is written whole into
.build/conformance/report. CONFORMANCE_DOCUMENTS, CONFORMANCE_QUERIES and CONFORMANCE_EXAMPLES make the comparisons larger or
smaller, CONFORMANCE_SEED makes others.
"""
import math
import os
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager

from graphql import build_client_schema, build_schema, get_introspection_query, print_schema
from graphql.utilities import lexicographic_sort_schema

import clients
import differential
import edges
import floors
import golden
import statements
import validation
from databases import ROOT, SOURCES, VERDICTS, Cluster
from recorder import Recorder

REPORT = ROOT / ".build/conformance/report"
EXAMPLES = 2
TYPES = ROOT / "docs/graphql-api.md"


def size(name, default):
    return int(os.environ.get(f"CONFORMANCE_{name}", default))


def is_smaller(name, default):
    return size(name, default) < default


SEED = size("SEED", 1)


class Report:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        shutil.rmtree(REPORT, ignore_errors=True)
        REPORT.mkdir(parents=True)

    @contextmanager
    def case(self, name):
        """A case: it fails by what it adds to the list that it is given, or by an exception. `note` says what was looked at."""
        case = Case()
        begun = time.monotonic()
        try:
            yield case
        except Exception:
            case.problems.append(traceback.format_exc())
        took = f"{time.monotonic() - begun:.0f} s"
        note = f": {case.note}" if case.note else ""
        if not case.problems:
            self.passed += 1
            print(f"✔ {name}{note} ({took})", flush=True)
            return
        self.failed += 1
        path = REPORT / (name.replace(" ", "_").replace(",", "") + ".txt")
        path.write_text("\n\n".join(case.problems) + "\n")
        print(f"✘ {name}{note}: {len(case.problems)} problems, all in {path.relative_to(ROOT)} ({took})")
        for problem in sorted(case.problems, key=len)[:3]:
            print("    " + problem[:3000].replace("\n", "\n    "), flush=True)

    def skip(self, name, reason):
        self.skipped += 1
        print(f"➜ {name} skipped: {reason}", flush=True)


class Case:
    def __init__(self):
        self.problems, self.note = [], ""


def sources(report, judge, rows=False):
    """Those that are there; the others are counted as skipped."""
    for source in SOURCES:
        if rows and not source.rows:
            continue
        if source.is_there:
            yield source
        else:
            report.skip(f"{judge}, {source.name}", "needs ../shared/fixtures beside the checkout")


def judge_introspection(cluster, report):
    """build_client_schema of the served introspection is build_schema of the printed SDL."""
    for source in sources(report, "introspection"):
        with report.case(f"introspection, {source.name}") as case:
            database = cluster.database(source).serve()
            query = get_introspection_query(specified_by_url=True, directive_is_repeatable=True, schema_description=True,
                                            input_value_deprecation=True, one_of=True)
            status, answer = database.post(query)
            assert status == 200 and "errors" not in answer, (status, str(answer)[:1000])
            ours = print_schema(lexicographic_sort_schema(build_client_schema(answer["data"])))
            sdl = print_schema(lexicographic_sort_schema(build_schema(database.sdl)))
            case.note = f"{len(build_schema(database.sdl).type_map)} types"
            if ours != sdl:
                differing = [f"introspection: {a}\n          SDL: {b}" for a, b in zip(ours.splitlines(), sdl.splitlines()) if a != b]
                case.problems += differing[:20] or ["one is longer than the other"]
            if not source.rows:
                assert database.stop(), "the sidecar did not end well"


def judge_validation(cluster, report):
    """graphql-core finds the same rules broken, in the golden cases and in documents made from them and from every schema."""
    folder = ROOT / "Tests/Golden/validation"
    blog = validation.sdl(VERDICTS, folder / "schema.json")
    files = sorted(folder.glob("*.graphql"))
    with report.case("validation, edges of the language") as case:
        total, case.problems = edges.compare_documents(validation.load(blog, TYPES), VERDICTS, folder / "schema.json")
        case.note = f"{total} documents"
    with report.case("validation, golden cases") as case:
        total, case.problems = validation.compare_cases(validation.load(blog, TYPES), files)
        case.note = f"{total} documents"
    seeds = [text for file in files for text, _ in validation.cases(file)]
    schemas = {"mutants of golden cases": (blog, folder / "schema.json", seeds)}
    for source in sources(report, "validation"):
        database = cluster.database(source)
        schemas[source.name] = (database.sdl, database.model_path, None)
    share, chunk = -(-size("DOCUMENTS", floors.DOCUMENTS) // len(schemas)), 500
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        running = {}
        for name, (sdl, model, seeds) in schemas.items():
            running[name] = [
                pool.submit(validation.judge, validation.Task(
                    sdl, TYPES, VERDICTS, model, min(chunk, share - at), SEED * 1_000_000 + at, seeds))
                for at in range(0, share, chunk)]
        all_found = Counter()
        for name, parts in running.items():
            with report.case(f"validation, {name}") as case:
                found = Counter()
                for part in parts:
                    more, differing = part.result()
                    found.update(more)
                    case.problems += differing
                case.note = f"{share} documents, {found['valid']} of them valid"
                all_found += found
        print("    broken: " + ", ".join(f"{rule} {number}" for rule, number in all_found.most_common() if rule != "valid"))
    if is_smaller("DOCUMENTS", floors.DOCUMENTS):
        return report.skip("floors of the validation", "there are fewer documents than they are for")
    with report.case("floors of the validation") as case:
        case.problems += floors.compare(floors.rules(validation.RULES), all_found)


def judge_coercion(cluster, report):
    """graphql-core takes and refuses the same values of variables."""
    database = cluster.database(SOURCES[0]).serve()
    before = len(statements.flights(cluster.log(), database.name))
    roots = []
    with report.case("coercion of variables") as case:
        case.problems, roots = edges.compare_values(validation.load(database.sdl, TYPES), database)
        case.note = f"{len(roots)} values"
    with report.case("statements of the coercion of variables") as case:
        flights = statements.flights(cluster.log(), database.name)[before:]
        case.problems += statements.compare(flights, roots, database.calls)
        case.note = statements.tell(flights)
    assert database.stop(), "the sidecar did not end well"


def judge_oracle(cluster, report):
    """The sidecar answers generated requests as graphql-core does over the base tables, and asks PostgreSQL no more than that."""
    found = list(sources(report, "oracle", rows=True))
    one = size("QUERIES", floors.REQUESTS) / max(1, sum(source.weight for source in found))
    features, unknown, requests = Counter(), [], 0
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        running, begun = [], {}
        for source in found:
            database = cluster.database(source).serve()
            begun[source.name] = len(statements.flights(cluster.log(), source.name))
            running.append((database, pool.submit(differential.judge, differential.Task(
                database.url, database.socket, database.sdl, database.model_path, TYPES, math.ceil(one * source.weight), SEED))))
        for database, future in running:
            result = None
            with report.case(f"oracle, {database.name}") as case:
                result = future.result()
                case.problems += result.differing
                case.note = f"{result.judged} requests, {result.values} values"
            if not result:
                continue
            features.update(result.features)
            unknown += result.unknown
            requests += result.judged
            with report.case(f"statements, {database.name}") as case:
                flights = statements.flights(cluster.log(), database.name)[begun[database.name]:]
                case.problems += statements.compare(flights, result.roots, database.calls)
                case.note = statements.tell(flights)
            with report.case(f"sidecar of {database.name}") as case:
                assert database.stop(), "it did not end well"
    (REPORT / "oracle_features.txt").write_text("".join(f"{number} {name}\n" for name, number in sorted(features.items())))
    print("    not judged: " + (", ".join(unknown) or "nothing"))
    if is_smaller("QUERIES", floors.REQUESTS):
        return report.skip("floors of the oracle", "there are fewer requests than they are for")
    with report.case("floors of the oracle") as case:
        least = floors.features(TYPES, {operator.split()[0] for operator in features})
        case.problems += floors.compare({"requests": floors.REQUESTS} | least, {"requests": requests} | dict(features))
        case.problems += [f"{name} is not judged" for name in unknown if name not in floors.NOT_JUDGED]
        case.note = f"{len(least)} features"


def judge_golden(cluster, report):
    """The recorded requests over HTTP: their replies, and in the server's log their statements and no others."""
    count = 0
    for source in sources(report, "golden"):
        if not golden.requests(source.name):
            continue
        with report.case(f"golden requests, {source.name}") as case:
            database = cluster.database(source).serve()
            before = len(statements.flights(cluster.log(), source.name))
            case.problems, expected = golden.ask(database)
            flights = statements.flights(cluster.log(), source.name)[before:]
            case.problems += statements.compare_texts(flights, expected)
            case.note = f"{len(golden.requests(source.name))} requests, {len(flights)} flights"
            count += len(golden.requests(source.name))
            assert database.stop(), "the sidecar did not end well"
    with report.case("floors of the golden requests") as case:
        case.problems += floors.compare({"requests": floors.GOLDEN}, {"requests": count})


def judge_schemathesis(cluster, report):
    """Whatever is asked, no answer is a server error or malformed."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running, begun, ways = [], {}, Counter()
        for source in sources(report, "schemathesis", rows=True):
            database = cluster.database(source).serve()
            begun[source.name] = len(statements.flights(cluster.log(), source.name))
            running.append((database, pool.submit(clients.schemathesis, database, size("EXAMPLES", EXAMPLES), SEED)))
        for database, future in running:
            roots = []
            with report.case(f"schemathesis, {database.name}") as case:
                case.problems, answers, roots = future.result()
                case.note = ", ".join(f"{name} {number}" for name, number in answers.most_common())
                ways.update(answers)
            with report.case(f"statements of schemathesis, {database.name}") as case:
                flights = statements.flights(cluster.log(), database.name)[begun[database.name]:]
                case.problems += statements.compare(flights, roots, database.calls)
                case.note = statements.tell(flights)
            with report.case(f"sidecar of {database.name} after schemathesis") as case:
                assert database.stop(), "it did not end well"
    if is_smaller("EXAMPLES", EXAMPLES):
        return report.skip("floors of schemathesis", "there are fewer requests than they are for")
    with report.case("floors of schemathesis") as case:
        case.problems += floors.compare(floors.WAYS, ways)


def judge_clients(cluster, report):
    """gql reads the schema, sends variables, pages and errors, with POST, GET and in batches; and so does what ariadne-codegen makes
    of the SDL. What both send is counted in the server's log."""
    database = cluster.database(SOURCES[0]).serve()
    for name, client in [("gql", clients.gql), ("ariadne-codegen", clients.generated)]:
        before = len(statements.flights(cluster.log(), database.name))
        with Recorder(database.address) as recorder:
            with report.case(f"{name}, {database.name}") as case:
                case.problems, checks = client(database, recorder.url)
                ways = {"checks": checks} | dict(recorder.ways)
                case.note = ", ".join(f"{number} {what}" for what, number in ways.items())
                case.problems += floors.compare(floors.CLIENTS[name], ways)
        with report.case(f"statements of {name}, {database.name}") as case:
            flights = statements.flights(cluster.log(), database.name)[before:]
            case.problems += statements.compare(flights, recorder.asked, database.calls)
            case.note = statements.tell(flights)
    with report.case(f"sidecar of {database.name} after its clients") as case:
        assert database.stop(), "it did not end well"


JUDGES = {"introspection": judge_introspection, "validation": judge_validation, "coercion": judge_coercion,
          "oracle": judge_oracle, "golden": judge_golden,
          "schemathesis": judge_schemathesis, "clients": judge_clients}


def main(names):
    unknown = [name for name in names if name not in JUDGES]
    if unknown:
        print(f"judge.py: there is no judge {unknown[0]}; there are {', '.join(JUDGES)}", file=sys.stderr)
        return 64
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = Report()
    cluster = Cluster()
    try:
        for name in names or JUDGES:
            try:
                JUDGES[name](cluster, report)
            except Exception:
                report.failed += 1
                print(f"✘ {name} broke off:\n{traceback.format_exc()}", flush=True)
    finally:
        cluster.remove()
    if report.failed + report.passed == 0:
        report.failed = 1
    summary = f"{report.passed} passed, {report.failed} failed, {report.skipped} skipped"
    (REPORT / "count").write_text(summary + "\n")
    print(summary)
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
