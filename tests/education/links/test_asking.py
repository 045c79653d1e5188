"""Links are asked politely, and never inside the clinic's own network."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from intake.education.links.asking import Asker, is_public

RULES = "User-agent: *\nDisallow: /secret\n"
REPLIES = {
    "/robots.txt": (200, ""),
    "/here": (200, ""),
    "/old": (301, "/here"),
    "/gone": (404, ""),
    "/broken": (500, ""),
    "/round": (302, "/round"),
    "/inside": (302, "http://10.0.0.7/admin"),
}


class Replies(BaseHTTPRequestHandler):
    def do_HEAD(self):
        # A server that knows no HEAD for this one.
        self.reply(*((405, "") if self.path == "/only-get" else self.found()))

    def do_GET(self):
        self.reply(*((200, "") if self.path == "/only-get" else self.found()))
        if self.path == "/robots.txt":
            self.wfile.write(RULES.encode())

    def found(self):
        return REPLIES.get(self.path, (404, ""))

    def reply(self, status, leads_to):
        self.server.asked.append((self.command, self.path))
        self.send_response(status)
        if leads_to:
            self.send_header("Location", leads_to)
        self.end_headers()

    def log_message(self, *_ignored):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Replies)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask(server):
    """Call it with a path; only this machine's own address is allowed here."""
    asker = Asker("http://clinic.test", allowed=lambda ip: ip == "127.0.0.1", pause=0)
    base = f"http://127.0.0.1:{server.server_port}"
    return lambda path: (base, asker.ask(base + path))


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/here", "works", 200),
        ("/only-get", "works", 200),
        ("/old", "moved", 200),
        ("/gone", "gone", 404),
        ("/broken", "gone", 500),
        ("/round", "gone", 302),
        ("/secret/page", "not_asked", 0),
        ("/inside", "not_asked", 0),
    ],
)
def test_what_became_of_a_link(ask, path, kind, status):
    base, answer = ask(path)

    assert (answer.kind, answer.status) == (kind, status)
    assert answer.leads_to == (f"{base}/here" if path == "/old" else "")


def test_it_asks_for_the_head_first_and_for_the_rules_once(ask, server):
    ask("/here")
    ask("/only-get")

    assert server.asked == [
        ("GET", "/robots.txt"),
        ("HEAD", "/here"),
        ("HEAD", "/only-get"),
        ("GET", "/only-get"),
    ]


def test_nobody_there_is_an_answer_too():
    asker = Asker("http://clinic.test", allowed=lambda _ip: True, pause=0)

    assert asker.ask("http://127.0.0.1:9/").kind == "gone"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/",
        "http://localhost/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://user:word@example.org/",
    ],
)
def test_only_public_addresses_are_asked(url):
    assert Asker("http://clinic.test").ask(url).kind == "not_asked"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("10.1.2.3", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1", False),
        ("224.0.0.1", False),
        ("2606:4700::1111", True),
    ],
)
def test_what_is_public(address, public):
    assert is_public(address) == public
