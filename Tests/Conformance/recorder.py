"""What clients send: a proxy that passes requests on and answers back as they are, and notes both."""
import gzip
import http.client
import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from transport import roots


class Recorder:
    """Between a client and the sidecar at `address`; `url` is where the client finds it."""

    def __init__(self, address):
        recorder, self.address = self, address
        self.lock, self.ways, self.asked, self.running = threading.Lock(), Counter(), [], 0

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                recorder.pass_on(self)

            do_GET = do_POST = pass_on

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/graphql"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def pass_on(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0))) or None
        with self.lock:
            # Those that overlap may share flights: they are one entry.
            if not self.running:
                self.asked.append([])
            self.running += 1
            together = self.asked[-1]
        connection = http.client.HTTPConnection(self.address, timeout=60)
        try:
            headers = {name: value for name, value in handler.headers.items() if name.lower() not in ("host", "connection")}
            connection.request(handler.command, handler.path, body, headers)
            answer = connection.getresponse()
            answered = answer.read()
        finally:
            connection.close()
            with self.lock:
                self.running -= 1
        self.note(handler, body, answer, answered, together)
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(answered)

    def note(self, handler, body, answer, answered, together):
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        answers = json.loads(gzip.decompress(answered) if is_packed else answered)
        requests = json.loads(body) if body else dict(parse_qsl(urlsplit(handler.path).query))
        if not isinstance(requests, list):
            requests, answers = [requests], [answers]
        else:
            self.ways["batches"] += 1
        with self.lock:
            self.ways["requests"] += len(requests)
            self.ways[handler.command] += 1
            self.ways["gzip"] += is_packed
            together += [roots(*pair) for pair in zip(requests, answers)]
