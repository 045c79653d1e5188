"""Which address a run takes, and when it says that there is nothing to do."""

import importlib
import json
import os
import socket
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tools import run
from tools.steps import Refused


@pytest.fixture
def serve():
    """Something that answers every address with the given words."""
    servers = []

    def start(words):
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(words.encode())

            def log_message(self, *_):
                pass

        servers.append(HTTPServer(("127.0.0.1", 0), Answer))
        threading.Thread(target=servers[-1].serve_forever, args=[0.01]).start()
        return servers[-1].server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def claim(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "LOCAL", tmp_path)
    with ExitStack() as stack:
        yield lambda port: run._claim(stack, port, f"http://127.0.0.1:{port}")


def test_a_free_port_is_taken(claim):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    assert claim(port) is True


def test_an_address_that_is_served_already_leaves_nothing_to_do(claim, serve):
    assert claim(serve(json.dumps({"ok": True}))) is False


@pytest.mark.parametrize("words", ["", "ok", "<html>", '{"ok": false}', "[]"])
def test_a_port_of_another_program_is_refused_by_name(claim, serve, words):
    port = serve(words)

    with pytest.raises(Refused, match=f"Port {port} .*make run PORT={port + 1}"):
        claim(port)


@pytest.mark.parametrize("given", ["", "http", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_no_port_is_refused(monkeypatch, given):
    monkeypatch.setenv("PORT", given)

    with pytest.raises(Refused, match="number from 1 to 65535"):
        run._port()


def test_looking_at_the_program_starts_no_demonstration(monkeypatch):
    """Whatever a process that imported it starts would be one."""
    monkeypatch.delenv("DEMO", raising=False)

    importlib.reload(run)

    assert "DEMO" not in os.environ
