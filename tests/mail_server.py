"""A mail server on this machine that a test starts, stalls and stops."""

import socket
import socketserver
import threading


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self):
        self.server.reached.set()
        self.server.may_go_on.wait(timeout=60)
        self._say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        letter = b"".join(line for line in lines if line).decode()
        self.server.letters.append(letter)
        self._say("250 taken")

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters into ``letters``; while it stalls, a sender hangs in its DATA."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int):
        super().__init__(("127.0.0.1", port), _Talk)
        self.letters: list[str] = []
        self.reached, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """A sender that was killed in the middle is what the tests are about."""

    def stop(self):
        self.may_go_on.set()
        self.shutdown()
        self.server_close()


def free_port() -> int:
    """A port of this machine at which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
