"""The databases that are judged: a private PostgreSQL, and a sidecar for each database while it is looked at."""
import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRAISEQL = ROOT / ".build/debug/fraiseql"
VERDICTS = ROOT / ".build/debug/Conformance"
FIXTURES = ROOT.parent / "shared/fixtures"


MAXIMUM_BATCH = 10


class Source:
    """Where a database's tables come from; `rows` where there are enough in them for generated requests. `configuration` stands
    in `fraiseql.toml` beside what every database has. Its share of the requests follows from `weight`."""

    def __init__(self, name, files, rows=False, schemas=("public",), configuration=None, weight=1):
        self.name, self.files, self.rows, self.schemas, self.configuration = name, files, rows, schemas, configuration
        self.weight = weight

    @property
    def is_there(self):
        return all(file.exists() for file in self.files)


SHOP = ROOT / "examples/shop"
HERE = ROOT / "Tests/Conformance/sources"
GOLDEN = ROOT / "Tests/Golden/schemas"
REQUESTS = ROOT / "Tests/Golden/requests"
SOURCES = [
    Source("shop", [SHOP / "schema.sql", SHOP / "data.sql", HERE / "shop.sql"], rows=True, configuration=HERE / "shop.toml",
           weight=2),
    # Many operators on few rows.
    Source("types", [HERE / "types.sql"], rows=True, weight=3),
    Source("chinook", [FIXTURES / "chinook.sql.gz"], rows=True),
    Source("pagila", [FIXTURES / "pagila.sql.gz"], rows=True),
] + [
    Source(name, [GOLDEN / name / "tables.sql", REQUESTS / name / "data.sql"], schemas=schemas) for name, schemas in [
        ("hostile_names", ["public"]), ("clashing_names", ["public", 'Odd "Schema"']), ("edge_types", ["public"]),
        ("edge_relations", ["public"]), ("edge_kinds", ["public"]), ("functions", ["public"])]
]


class Cluster:
    """A PostgreSQL of this run alone, in a folder of its own; every statement that it executes stands in its log."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="fraiseql-conformance-"))
        self.databases = {}
        os.chmod(self.folder, 0o755)
        options = "-c fsync=off -c logging_collector=on -c log_destination=jsonlog -c log_statement=all"
        self.manage("start", FRAISEQL_POSTGRES_OPTIONS=options)

    def manage(self, action, **environment):
        command = [ROOT / "deploy/private-cluster", action, self.folder / "pg"]
        return subprocess.run(command, check=True, env=os.environ | environment, text=True,
                              stdout=subprocess.PIPE if action == "socket" else None).stdout

    def url(self, database):
        return f"host={self.socket} user=postgres dbname={database}"

    @property
    def socket(self):
        return self.manage("socket").strip()

    def psql(self, database, *arguments, text=None):
        command = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", self.url(database), *arguments]
        quiet = os.environ | {"PGOPTIONS": "-c client_min_messages=warning"}
        return subprocess.run(command, check=True, input=text, stdout=subprocess.PIPE, text=True, env=quiet).stdout

    def database(self, source):
        """The database of a source, loaded and installed at its first use."""
        if source.name not in self.databases:
            self.databases[source.name] = Database(self, source)
        return self.databases[source.name]

    def log(self):
        """The lines of the server's log, from the first on; it is written behind the answers, so it is waited for."""
        mark = f"mark {time.monotonic_ns()}"
        self.psql("postgres", "-c", f"select '{mark}'")
        end = time.monotonic() + 60
        while True:
            lines = [line for file in sorted((self.folder / "pg/data/log").glob("*.json"))
                     for line in open(file, encoding="utf-8", errors="replace")]
            if any(mark in line and line.endswith("\n") for line in lines[-1000:]):
                return [json.loads(line) for line in lines if line.endswith("\n")]
            if time.monotonic() > end:
                raise RuntimeError("the server's log is not written")
            time.sleep(0.05)

    def remove(self):
        for database in self.databases.values():
            database.stop()
        self.manage("remove")
        subprocess.run(["rm", "-rf", self.folder], check=False)


class Database:
    def __init__(self, cluster, source):
        self.cluster, self.name, self.source = cluster, source.name, source
        self.url = cluster.url(self.name)
        self.folder = cluster.folder / self.name
        self.folder.mkdir()
        self.socket = str(self.folder / "http")
        self.process = self.connection = None
        cluster.psql("postgres", "-c", f"create database {self.name} template template0")
        for file in source.files:
            text = gzip.open(file, "rt", encoding="utf-8").read() if file.suffix == ".gz" else file.read_text()
            cluster.psql(self.name, text=text)
        names = ", ".join(json.dumps(schema) for schema in source.schemas)
        more = source.configuration.read_text() if source.configuration else ""
        (self.folder / "fraiseql.toml").write_text(
            f"[api]\nschemas = [{names}]\n[server]\nmax_batch = {MAXIMUM_BATCH}\n{more}")
        # The judges ask as a superuser, whom no policy holds and whom the sidecar refuses where there is one.
        tables = cluster.psql(self.name, "-c", "select oid::regclass from pg_class where relrowsecurity").split("\n")
        for table in filter(None, tables):
            cluster.psql(self.name, "-c", f"alter table {table} disable row level security")
        self.fraiseql("db", "apply")
        self.sdl = self.fraiseql("schema")
        self.model_path = self.folder / "model.json"
        self.model_path.write_text(cluster.psql(self.name, "-c", "select model from fraiseql.api_model"))
        self.model = json.loads(self.model_path.read_text())
        # How a statement calls a function of Query.
        self.calls = [".".join(function["function"]["name"]) + "(" for function in self.model.get("functions", [])]

    def fraiseql(self, *arguments):
        command = [FRAISEQL, *arguments, "--database-url", self.url]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"fraiseql {' '.join(arguments)} on {self.name}: {done.stderr}")
        return done.stdout

    def serve(self):
        """Starts the sidecar, once; `address` is then where it listens. What is asked over `socket` is not held to a client's share
        of the time for compiling."""
        if self.process:
            return self
        log = self.folder / "sidecar.log"
        with open(log, "w") as output:
            self.process = subprocess.Popen(
                [FRAISEQL, "serve", "--database-url", self.url, "--listen", "127.0.0.1:0", "--unix", self.socket], cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
        self.address = self.wait(self.listening)
        self.connection = SocketConnection(self.socket)
        self.wait(lambda: self.get("/ready") == 200)
        return self

    def listening(self):
        lines = (self.folder / "sidecar.log").read_text().splitlines()
        return next((json.loads(line)["address"] for line in lines if '"listening"' in line and line.endswith("}")), None)

    def wait(self, condition):
        """Asks until it is so; a server that has ended, or a minute, is a failure."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            if found := condition():
                return found
            time.sleep(0.02)
        raise RuntimeError(f"the sidecar of {self.name} did not come up: {(self.folder / 'sidecar.log').read_text()}")

    def get(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    def post(self, text, variables=None, operation=None):
        return post(self.connection, text, variables, operation)

    def stop(self):
        """Ends the sidecar; True where it ended as it should."""
        if not self.process:
            return True
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process = None
        return code == 0


class SocketConnection(http.client.HTTPConnection):
    """HTTP over a unix socket. The sidecar ends connections that are idle for a minute, so they are made anew before that."""

    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path, self.asked = path, 0

    def request(self, *arguments, **options):
        if time.monotonic() - self.asked > 20:
            self.close()
        self.asked = time.monotonic()
        super().request(*arguments, **options)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def post(connection, text, variables=None, operation=None):
    """Status and body of the answer to a request."""
    body = {"query": text}
    if variables:
        body["variables"] = variables
    if operation:
        body["operationName"] = operation
    connection.request("POST", "/graphql", json.dumps(body),
                       {"Content-Type": "application/json", "Accept": "application/graphql-response+json"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())
