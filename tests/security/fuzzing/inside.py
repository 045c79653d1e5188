"""Sends requests into the application without a socket, as their bytes would arrive."""

import sys
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote_to_bytes

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler, FakePayload

from intake.accounts.models import User

from .raw import Attempt


@dataclass
class Answer:
    """What came back, and the exception behind it if there was one."""

    status: int
    headers: str
    body: bytes
    error: BaseException | None = None


@dataclass
class Inside:
    """A visitor who is signed in as ``user``, or nobody."""

    user: User | None
    cookie: bytes = b""
    errors: list[BaseException] = field(default_factory=list)

    def __post_init__(self):
        self._lax = ClientHandler(enforce_csrf_checks=False)
        self._strict = ClientHandler(enforce_csrf_checks=True)

    def send(self, attempt: Attempt) -> Answer:
        self._stay_signed_in()
        self.errors.clear()
        got_request_exception.connect(self._note)
        handler = self._strict if attempt.strict else self._lax
        try:
            # A statement that fails ends the test's transaction, which nobody has
            # around a request; so each has one of its own.
            with transaction.atomic():
                answer = self._answer(handler(_environ(attempt, self.cookie)))
                if _is_broken():
                    transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(self._note)
        return answer

    def _answer(self, response) -> Answer:
        body = b"".join(response) if response.streaming else response.content
        headers = str(response.headers)
        error = self.errors[-1] if self.errors else None
        return Answer(response.status_code, headers, body, error)

    def _note(self, **_kwargs):
        self.errors.append(sys.exc_info()[1])

    def _stay_signed_in(self) -> None:
        if self.user is None or self._is_signed_in():
            return
        type(self.user).objects.filter(pk=self.user.pk).update(is_active=True)
        client = Client()
        client.force_login(type(self.user).objects.get(pk=self.user.pk))
        self.cookie = f"session={client.cookies['session'].value}".encode()

    def _is_signed_in(self) -> bool:
        client = Client()
        client.cookies.load(self.cookie.decode())
        return client.session.get("_auth_user_id") == str(self.user.pk)


def _is_broken() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001 - whatever the driver says
        return True
    return False


def _environ(attempt: Attempt, cookie: bytes) -> dict:
    raw = attempt.raw()
    path, _mark, query = raw.target.partition(b"?")
    headers = [(b"Host", b"localhost"), *raw.headers]
    if cookie and not any(name == b"Cookie" for name, _value in headers):
        headers.append((b"Cookie", cookie))
    return {
        "REQUEST_METHOD": raw.method.decode("latin-1"),
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(raw.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": FakePayload(raw.body),
        "wsgi.errors": BytesIO(),
        "wsgi.multiprocess": True,
        "wsgi.multithread": False,
        "wsgi.run_once": False,
        **{_wsgi_name(name): value.decode("latin-1") for name, value in headers},
    }


def _wsgi_name(header: bytes) -> str:
    name = header.decode("latin-1").upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
