"""A scanner that speaks the protocol of clamd, for tests."""

import socket
import struct
import threading
from contextlib import contextmanager

from tests.factories.files import EICAR


def _read(line: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length and (piece := line.recv(length - len(found))):
        found += piece
    return found


def _stream(line: socket.socket) -> bytes:
    """The file, out of its pieces."""
    assert _read(line, 10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack("!I", _read(line, 4))[0]:
        content += _read(line, length)
    return content


def _verdict(content: bytes) -> bytes:
    bad = EICAR in content
    return b"stream: Eicar-Test-Signature FOUND\0" if bad else b"stream: OK\0"


@contextmanager
def clamd(answer=_verdict):
    """Its address while it runs, and what it was given."""
    given = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                line, _who = server.accept()
            except OSError:
                return
            with line:
                given.append(_stream(line))
                line.sendall(answer(given[-1]))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}", given
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)
