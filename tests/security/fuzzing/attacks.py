"""What may be wrong with a request, each way a function of chance and an attempt."""

import re
from collections.abc import Callable, Sequence
from random import Random

from .raw import BOUNDARY, Attempt, multipart

Attack = Callable[[Random, Attempt, Sequence[bytes]], Attempt]

MEGABYTE = 1_000_000
TEXTS = (
    b"\0",
    b"a\0b",
    b"\xed\xa0\x80",  # half of a character
    b"\xff\xfe\xfd",  # no UTF-8 at all
    b"\xc0\xaf",
    "\u202eevil\u202c \u200f".encode(),
    "\ufdfa\U0001f469\u200d\U0001f680e\u0301".encode(),
    b"\r\nSet-Cookie: a=b",
    b"'; DROP TABLE review_case; --",
    b"{{ settings.SECRET_KEY }}{% debug %}",
    b"<script>alert(1)</script>",
    b"%s%n%x%(a)s{0}",
    b" " * 5000,
    b"\n" * 3000,
    b"-" * 300,
    b"https://evil.example/",
    b"javascript:alert(1)",
    b"../../../../etc/passwd",
    b"[]",
    b"null",
    b'{"a": 1}',
)
NUMBERS = (
    b"-1",
    b"0",
    b"-0",
    b"00",
    b"1e309",
    b"NaN",
    b"Infinity",
    b"0x10",
    b"1_000",
    b"1.5",
    b"9" * 20,
    b"9" * 5000,
    b"2147483648",
    b"-9223372036854775809",
    "١٢٣".encode(),
    "１".encode(),
    "²".encode(),
)
DATES = (
    b"0000-00-00",
    b"2026-02-30",
    b"99999-01-01",
    b"0001-01-01",
    b"9999-12-31T23:59:59",
    b"2026-01-01T25:00",
    b"--",
)
IDS = (
    b"00000000-0000-0000-0000-000000000000",
    b"ffffffff-ffff-ffff-ffff-ffffffffffff",
    b"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    b"CDFG-HJKM",
    b"AAAA-AAAA",
    b"9223372036854775808",
    b"1" * 400,
    b"%00",
    b"%ff",
    b"%ed%a0%80",
    b"..",
    b"..%2f..",
    b"a%0d%0ab",
    b"%D9%A1",
)
NAMES = (b"__class__", b"_state.x", b"a[b]", b"x.y.z", b"", b"_", b"\0", b"\xff")
CONTROLS = (b"_action", b"_revision", b"_keep.x", b"_asked.x", b"_restore", b"_offer")
METHODS = b"PUT DELETE PATCH OPTIONS TRACE HEAD GET POST PROPFIND GARBAGE get".split()
PATHS = (
    b"/media/../../../etc/passwd",
    b"/media/..%2f..%2fetc%2fpasswd",
    b"/media/%2e%2e/%2e%2e/clinic/settings.py",
    b"/media/%00",
    b"/media//etc/passwd",
    b"/static/..%2f..%2fclinic%2fsettings.py",
    b"/learn/%00/",
    b"/learn/" + b"a/" * 2000,
    b"/" + b"a" * 7000,
    b"/%ff%fe/",
    b"/%",
    b"/%zz",
    b"//evil.example/",
    b"/\\evil.example",
    b"/learn/cards/..%2f..%2fx.png",
    b"/.env",
    b"/.git/config",
    b"/reply/%00/",
    b"/staff/welcome/%ff/",
    b"/learn/search/?q=%00",
    b"/sitemap.xml?p=%00",
    b"/cms/api/main/",
    b"/wp-login.php",
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"Host", b"evil.example"),
    (b"Host", b"localhost:99999999"),
    (b"Host", b"\xff"),
    (b"Host", b"localhost, evil.example"),
    (b"X-Forwarded-Host", b"evil.example"),
    (b"X-Forwarded-Proto", b"https"),
    (b"X-Forwarded-For", b"127.0.0.1, \xff, ' OR 1=1"),
    (b"X-Original-URL", b"/staff/admin/"),
    (b"X-HTTP-Method-Override", b"DELETE"),
    (b"X-Requested-With", b"XMLHttpRequest"),
    (b"Referer", b"https://evil.example/"),
    (b"Referer", b"http://[broken"),
    (b"Accept-Language", b"xx-" + b"a" * 600),
    (b"Accept-Language", b"en;q=nan, \xff"),
    (b"Accept", b"application/json"),
    (b"Accept-Encoding", b"br;q=\xff, *"),
    (b"If-Modified-Since", b"yesterday"),
    (b"If-Modified-Since", b"Sun, 99 Nov 99999 99:99:99 GMT"),
    (b"If-None-Match", b'W/"' + b"a" * 999),
    (b"Range", b"bytes=99999999999999999999-"),
    (b"Range", b"bytes=5-1,-,\xff"),
    (b"Cookie", b"session=../../etc/passwd; csrf=\xff; lang=\xff"),
    (b"Cookie", b"session=" + b"a" * 9000),
    (b"Cookie", b"lang=xx_YY; messages=[[1]]; session=a%00b"),
    (b"Cookie", b"=; ;;; =x; session"),
    (b"X-CSRFToken", b"\xff" * 40),
    (b"Authorization", b"Basic \xff"),
    (b"Content-Encoding", b"gzip"),
    (b"Transfer-Encoding", b"identity"),
    (b"Expect", b"teapot"),
)
TYPES = (
    b"application/json",
    b"text/plain",
    b"application/xml",
    b"",
    b"\xff",
    b"multipart/form-data",
    b"multipart/form-data; boundary=",
    b"multipart/form-data; boundary=" + b"x" * 300,
    b"application/x-www-form-urlencoded; charset=utf-7",
    b"application/x-www-form-urlencoded; charset=nowhere",
    b"application/x-www-form-urlencoded; charset=utf-16",
)
BODIES = (
    b"",
    b"{",
    b'{"a": ' * 900,
    b"[" * 3000,
    b"\0\xff" * 50,
    b"a=%",
    b"=&=&&&=",
    b"%00=%00",
    b"--" + BOUNDARY,
    b"--" + BOUNDARY + b"\r\n\r\n--" + BOUNDARY + b"--",
    b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="a',
)
FORGED = re.compile(
    rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z0-9]{4}-[A-Z0-9]{4}|(?<=/)\d+(?=/)"
)


def forge_an_id(rng: Random, it: Attempt, others: Sequence[bytes]) -> Attempt:
    """Somebody else's, none of anybody, or nothing that could be one."""
    found = list(FORGED.finditer(it.path))
    if not found:
        return ask_oddly(rng, it, others)
    place = rng.choice(found)
    new = rng.choice([*others, *IDS])
    path = it.path[: place.start()] + new + it.path[place.end() :]
    return it.noted("forged id", path=path)


def another_method(rng: Random, it: Attempt, _others) -> Attempt:
    return it.noted("method", method=rng.choice(METHODS))


def write_oddly(rng: Random, it: Attempt, others: Sequence[bytes]) -> Attempt:
    """Something that does not belong there in one or all of the fields."""
    if not it.fields:
        return ask_oddly(rng, it, others)
    values = [*TEXTS, *NUMBERS, *DATES, *IDS, *others]
    hit = rng.randrange(len(it.fields))
    everywhere = rng.random() < 0.2
    fields = tuple(
        (name, rng.choice(values) if everywhere or at == hit else value)
        for at, (name, value) in enumerate(it.fields)
    )
    return it.noted("odd value", fields=fields, method=b"POST")


def write_a_lot(rng: Random, it: Attempt, others: Sequence[bytes]) -> Attempt:
    if not it.fields:
        return ask_oddly(rng, it, others)
    name, _value = rng.choice(it.fields)
    much = rng.choice((b"a", b"\n", b"1", "é".encode())) * MEGABYTE
    size = rng.choice((20_000, 300_000, MEGABYTE))
    return it.noted("much", fields=(*it.fields, (name, much[:size])), method=b"POST")


def leave_out(rng: Random, it: Attempt, _others) -> Attempt:
    kept = tuple(pair for pair in it.fields if rng.random() < 0.5)
    return it.noted("left out", fields=kept, method=b"POST")


def repeat(rng: Random, it: Attempt, others: Sequence[bytes]) -> Attempt:
    if not it.fields:
        return ask_oddly(rng, it, others)
    name, value = rng.choice(it.fields)
    again = [(name, value), (name, rng.choice(TEXTS)), (name, b"")]
    fields = (*it.fields, *again * rng.choice((1, 1, 200)))
    return it.noted("repeated", fields=fields, method=b"POST")


def name_oddly(rng: Random, it: Attempt, _others) -> Attempt:
    more = [(rng.choice(NAMES + CONTROLS), rng.choice(TEXTS)) for _n in range(3)]
    return it.noted("odd name", fields=(*it.fields, *more), method=b"POST")


def forge_the_revision(rng: Random, it: Attempt, _others) -> Attempt:
    value = rng.choice((*NUMBERS, *TEXTS, *IDS))
    kept = tuple(pair for pair in it.fields if pair[0] != b"_revision")
    fields = (*kept, (b"_revision", value))
    return it.noted("revision", fields=fields, method=b"POST")


def wrap_oddly(rng: Random, it: Attempt, _others) -> Attempt:
    """Another kind of body than the page takes, whole or torn."""
    pick = rng.random()
    if pick < 0.3:
        return it.noted("multipart", wrapped="multipart", method=b"POST")
    if pick < 0.5:
        torn = multipart(it.fields, end=b"")[: rng.randrange(1, 400)]
        kind = b"multipart/form-data; boundary=" + BOUNDARY
        return it.noted(
            "torn", wrapped="", body=torn, content_type=kind, method=b"POST"
        )
    if pick < 0.7:
        return it.noted("type", content_type=rng.choice(TYPES), method=b"POST")
    return it.noted(
        "body",
        wrapped="",
        body=rng.choice(BODIES),
        content_type=rng.choice(TYPES),
        method=b"POST",
    )


def ask_oddly(rng: Random, it: Attempt, others: Sequence[bytes]) -> Attempt:
    """A query that the page does not expect; names that it knows come from links."""
    names = [name for name, _value in it.query] or [
        b"next", b"page", b"q", b"item", b"after", b"sort", b"lang", b"id", b"p",
    ]  # fmt: skip
    values = [*TEXTS, *NUMBERS, *DATES, *IDS, *others]
    more = [(rng.choice(names), rng.choice(values)) for _n in range(2)]
    kept = it.query if rng.random() < 0.5 else ()
    return it.noted("query", query=(*kept, *more))


def another_path(rng: Random, it: Attempt, _others) -> Attempt:
    pick = rng.random()
    if pick < 0.6:
        return it.noted("path", path=rng.choice(PATHS), query=())
    tail = rng.choice((b"%00", b"..%2f", b"/", b";a=b", b"%ff", b".json", b"%0a"))
    return it.noted("path tail", path=it.path + tail)


def odd_headers(rng: Random, it: Attempt, _others) -> Attempt:
    more = tuple(rng.choice(HEADERS) for _n in range(rng.choice((1, 1, 3))))
    if rng.random() < 0.1:
        more += tuple((b"X-Flood-%d" % n, b"a" * 200) for n in range(90))
    return it.noted("headers", headers=(*it.headers, *more))


def from_elsewhere(rng: Random, it: Attempt, _others) -> Attempt:
    """Posted by a page of a stranger, without the token of our forms."""
    origin = rng.choice((b"https://evil.example", b"null", b"http://localhost.evil"))
    more = ((b"Origin", origin), (b"Referer", origin + b"/"))
    return it.noted(
        "foreign", headers=(*it.headers, *more), method=b"POST", strict=True
    )


def nothing(_rng: Random, it: Attempt, _others) -> Attempt:
    """The form as it is, by whoever may or may not send it."""
    return it.noted("as it is")


ATTACKS: tuple[Attack, ...] = (
    forge_an_id,
    forge_an_id,
    another_method,
    write_oddly,
    write_oddly,
    write_oddly,
    write_a_lot,
    leave_out,
    repeat,
    name_oddly,
    forge_the_revision,
    wrap_oddly,
    wrap_oddly,
    ask_oddly,
    another_path,
    odd_headers,
    odd_headers,
    from_elsewhere,
    nothing,
)


def attack(rng: Random, it: Attempt, others: Sequence[bytes]) -> Attempt:
    """One to three things wrong at once."""
    for _more in range(rng.choice((1, 1, 2, 3))):
        it = rng.choice(ATTACKS)(rng, it, others)
    return it
