"""Asks an address whether it is still there: politely, and only in public.

Only http and https, only public addresses, and each answer's redirect is looked at the
same way. The connection goes to the address that was looked at, so that a name cannot
mean another one a moment later.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

AGENT = "ClinicLinkCheck/1.0"
TIMEOUT = 10  # seconds
PAUSE = 1.0  # seconds between two questions to one host
MOST_STEPS = 5  # redirects
LONGEST_RULES = 100_000  # bytes of robots.txt
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
ASK_AGAIN = {403, 404, 405, 406, 500, 501, 503}  # some servers know no HEAD


class NotAsked(Exception):
    """The address is none that we ask."""


@dataclass(frozen=True)
class Answer:
    """What became of a link; ``status`` is 0 where nobody answered.

    ``kind`` is ``works``, ``moved``, ``gone`` or ``not_asked``; ``leads_to`` is where a
    redirect ended.
    """

    kind: str
    status: int = 0
    leads_to: str = ""
    why: str = ""


def is_public(address: str) -> bool:
    """Whether an address is one of the public Internet."""
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


@dataclass
class Asker:
    """Asks one address after the other; one host is never asked twice at once.

    Args:
        site: of whom the question comes, for those who run the other server.
        allowed: which addresses may be asked.
    """

    site: str
    allowed: Callable[[str], bool] = is_public
    pause: float = PAUSE
    rules: dict[str, RobotFileParser | None] = field(default_factory=dict)
    asked_at: dict[str, float] = field(default_factory=dict)

    def ask(self, url: str) -> Answer:
        """What became of a link."""
        try:
            return self._follow(url)
        except NotAsked as problem:
            return Answer("not_asked", why=str(problem))
        except (OSError, HTTPException, ValueError) as problem:
            return Answer("gone", why=type(problem).__name__)

    def _follow(self, url: str) -> Answer:
        here = url
        for _step in range(MOST_STEPS + 1):
            status, leads_to = self._answer(here)
            if status not in REDIRECTS or not leads_to:
                break
            here = urljoin(here, leads_to)
        moved = urldefrag(here).url != urldefrag(url).url
        if status >= HTTPStatus.BAD_REQUEST or status in REDIRECTS:
            return Answer("gone", status, here if moved else "")
        return Answer("moved" if moved else "works", status, here if moved else "")

    def _answer(self, url: str) -> tuple[int, str]:
        parts = urlsplit(url)
        if not self._may_ask(parts):
            raise NotAsked("robots.txt")
        status, leads_to = self._request("HEAD", parts)
        if status in ASK_AGAIN:
            status, leads_to = self._request("GET", parts)
        return status, leads_to

    def _may_ask(self, parts: SplitResult) -> bool:
        """Whether the other server lets programs read this; no rules: it does."""
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.rules:
            self.rules[origin] = self._read_rules(urlsplit(f"{origin}/robots.txt"))
        rules = self.rules[origin]
        return rules is None or rules.can_fetch(AGENT, parts.geturl())

    def _read_rules(self, parts: SplitResult) -> RobotFileParser | None:
        with self._opened("GET", parts) as response:
            if response.status != HTTPStatus.OK:
                return None
            text = response.read(LONGEST_RULES).decode(errors="replace")
        rules = RobotFileParser()
        rules.parse(text.splitlines())
        return rules

    def _request(self, method: str, parts: SplitResult) -> tuple[int, str]:
        with self._opened(method, parts) as response:
            return response.status, response.getheader("Location", "")

    @contextmanager
    def _opened(self, method: str, parts: SplitResult) -> Iterator[HTTPResponse]:
        self._wait(parts.hostname or "")
        connection = self._connection(parts)
        path = parts.path or "/"
        target = f"{path}?{parts.query}" if parts.query else path
        try:
            connection.request(method, target, headers=self._headers(parts))
            yield connection.getresponse()
        finally:
            connection.close()

    def _headers(self, parts: SplitResult) -> Mapping[str, str]:
        agent = f"{AGENT} (+{self.site})"
        return {"Host": parts.netloc, "User-Agent": agent, "Accept": "*/*"}

    def _wait(self, host: str) -> None:
        since = time.monotonic() - self.asked_at.get(host, float("-inf"))
        if since < self.pause:
            time.sleep(self.pause - since)
        self.asked_at[host] = time.monotonic()

    def _connection(self, parts: SplitResult) -> HTTPConnection:
        if parts.scheme not in PORTS or not parts.hostname or parts.username:
            raise NotAsked("address")
        port = parts.port or PORTS[parts.scheme]
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not all(self.allowed(address) for address in addresses):
            raise NotAsked("private")
        connection = HTTPConnection(addresses[0], port, timeout=TIMEOUT)
        if parts.scheme == "https":
            plain = socket.create_connection((addresses[0], port), TIMEOUT)
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(plain, server_hostname=parts.hostname)
        return connection
