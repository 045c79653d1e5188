"""A text gateway on this machine that a test starts, and tells what to answer."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Post(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.taken.append((self.path, self.headers, self.rfile.read(length)))
        if self.server.hangs:
            self.server.may_go_on.wait(timeout=60)
        self.send_response(self.server.status)
        if self.server.leads_to:
            self.send_header("Location", self.server.leads_to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words):
        """Nothing on the tests' output."""


class TextGateway(ThreadingHTTPServer):
    """Takes messages into ``taken``: path, headers and body of each."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Post)
        self.taken: list = []
        self.status, self.leads_to, self.hangs = 200, "", False
        self.may_go_on = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def settings(self) -> dict:
        """What the environment would say of it."""
        return {
            "url": f"http://127.0.0.1:{self.server_port}/messages",
            "token": "the-secret-token",
            "sender": "+15550100000",
        }

    def handle_error(self, request, client_address):
        """A sender that gave up waiting is what the tests are about."""

    def stop(self):
        self.may_go_on.set()
        self.shutdown()
        self.server_close()
