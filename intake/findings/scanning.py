"""Asking ClamAV about a file, where the clinic has one."""

import socket
import struct
from contextlib import closing

from django.conf import settings

SECONDS = 20
PIECE = 64 * 1024  # bytes
CLEAN = b"stream: OK"
LONGEST_REPLY = 4_096


class Infected(Exception):
    """The scanner knows something bad in it."""


class ScannerDown(Exception):
    """A scanner is configured and does not answer."""


def scan(content: bytes) -> None:
    """Hold a file against the scanner; without one nothing is done.

    Raises:
        Infected, ScannerDown: the file is not taken.
    """
    if not settings.CLAMAV:
        return
    try:
        reply = _ask(content)
    except OSError as problem:
        raise ScannerDown from problem
    if reply.endswith(b"FOUND"):
        raise Infected
    if reply != CLEAN:
        raise ScannerDown


def _ask(content: bytes) -> bytes:
    """INSTREAM of clamd(8): pieces with their length, then a length of nothing."""
    with closing(_line(settings.CLAMAV)) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        return _reply(line)


def _line(where: str) -> socket.socket:
    """A path is a local socket; anything else is host:port."""
    if not where.startswith("/"):
        host, _colon, port = where.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(SECONDS)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line


def _reply(line: socket.socket) -> bytes:
    found = b""
    while len(found) < LONGEST_REPLY and (piece := line.recv(LONGEST_REPLY)):
        found += piece
        if found.endswith(b"\0"):
            break
    return found.strip(b"\0\r\n ")
