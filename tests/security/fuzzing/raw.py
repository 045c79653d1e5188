"""A request as its bytes go over the wire, and what makes one of a filled-in form."""

from dataclasses import dataclass, field, replace
from urllib.parse import quote_from_bytes

FORM = b"application/x-www-form-urlencoded"
BOUNDARY = b"----sevenclovers"
Pairs = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Raw:
    """What is sent: anything may be wrong in it."""

    method: bytes
    target: bytes
    headers: Pairs = ()
    body: bytes = b""

    def header(self, name: bytes, value: bytes) -> "Raw":
        return replace(self, headers=(*self.headers, (name, value)))


@dataclass(frozen=True)
class Attempt:
    """A page or a form of one, before it is written as bytes.

    ``wrapped`` names how the fields are sent: form, multipart, or as they are in
    ``body``, with the ``content_type``.
    """

    method: bytes
    path: bytes
    query: Pairs = ()
    fields: Pairs = ()
    wrapped: str = "form"
    content_type: bytes = b""
    body: bytes = b""
    headers: Pairs = ()
    strict: bool = False  # whether the check of forms is on
    notes: tuple[str, ...] = field(default=(), compare=False)

    def noted(self, note: str, **changes) -> "Attempt":
        return replace(self, notes=(*self.notes, note), **changes)

    def raw(self) -> Raw:
        target = self.path
        if self.query:
            target += b"?" + urlencoded(self.query)
        if self.method in (b"GET", b"HEAD", b"OPTIONS", b"TRACE"):
            return Raw(self.method, target, self.headers)
        kind, body = self._body()
        return Raw(self.method, target, (*self.headers, (b"Content-Type", kind)), body)

    def _body(self) -> tuple[bytes, bytes]:
        if self.wrapped == "form":
            return self.content_type or FORM, urlencoded(self.fields)
        if self.wrapped == "multipart":
            kind = b"multipart/form-data; boundary=" + BOUNDARY
            return self.content_type or kind, multipart(self.fields)
        return self.content_type, self.body


def urlencoded(pairs: Pairs) -> bytes:
    quoted = ((quote_from_bytes(n), quote_from_bytes(v)) for n, v in pairs)
    return "&".join(f"{name}={value}" for name, value in quoted).encode()


def multipart(pairs: Pairs, end: bytes = b"--") -> bytes:
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        % (
            BOUNDARY,
            name,
            b'; filename="../%s.pdf"' % name[:20] if name == b"file" else b"",
            value,
        )
        for name, value in pairs
    ]
    return b"".join(parts) + b"--" + BOUNDARY + end + b"\r\n"
