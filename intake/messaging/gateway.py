"""Text messages by way of a gateway: one HTTPS request a message.

Nothing that the gateway answers is kept, and no redirect is followed: the token and the
number go to the address that the clinic has set, and nowhere else.
"""

import base64
import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from django.conf import settings

TIMEOUT = 5  # seconds; e-mail that is due waits for no longer


class NoGateway(Exception):
    """No gateway is set."""


class Refused(Exception):
    """The gateway answered that it does not take the message."""

    def __init__(self, status: int):
        super().__init__(f"status {status}")
        self.status = status


class Unreachable(Exception):
    """Nobody at the address answered in time, or it cannot be asked so."""


@dataclass(frozen=True)
class Gateway:
    """Where texts are posted, as whom, and in which form.

    ``fields`` are the gateway's names of the sender, the receiver and the text.
    Without a ``user`` the token goes as a bearer token, else as their password.
    """

    url: str
    token: str
    sender: str
    user: str = ""
    as_form: bool = False
    fields: tuple[str, str, str] = ("from", "to", "text")

    @classmethod
    def current(cls) -> "Gateway | None":
        """The one that the environment names; None while it names none."""
        return cls(**settings.SMS) if settings.SMS else None

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def send(self, to: str, text: str) -> None:
        """Hand over one message.

        Raises:
            Refused: it answered, and did not take it.
            Unreachable: it did not answer.
        """
        try:
            status = self._post(to, text)
        except (OSError, HTTPException, ValueError) as problem:
            raise Unreachable(type(problem).__name__) from None
        if not 200 <= status < 300:
            raise Refused(status)

    def _post(self, to: str, text: str) -> int:
        address = urlsplit(self.url)
        secure = address.scheme == "https"
        kind = HTTPSConnection if secure else HTTPConnection
        connection = kind(address.hostname or "", address.port, timeout=TIMEOUT)
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        try:
            connection.request("POST", path, self._body(to, text), self._headers())
            return connection.getresponse().status
        finally:
            connection.close()

    def _body(self, to: str, text: str) -> bytes:
        values = dict(zip(self.fields, (self.sender, to, text), strict=True))
        return (urlencode(values) if self.as_form else json.dumps(values)).encode()

    def _headers(self) -> dict[str, str]:
        kind = "x-www-form-urlencoded" if self.as_form else "json"
        proof = f"Bearer {self.token}"
        if self.user:
            pair = base64.b64encode(f"{self.user}:{self.token}".encode())
            proof = f"Basic {pair.decode()}"
        return {"Content-Type": f"application/{kind}", "Authorization": proof}


def send(to: str, text: str) -> None:
    """Send by the gateway of this installation.

    Raises:
        NoGateway: none is set, or no longer.
    """
    gateway = Gateway.current()
    if gateway is None:
        raise NoGateway
    gateway.send(to, text)
