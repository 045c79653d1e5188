"""What no installation starts with: each a sentence that says what to set instead.

Of several keys the newest is looked at, since an older one is on its way out and what
it sealed has to be opened until then.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from clinic.env import LOOPBACK

SHORTEST_SECRET, FEWEST_CHARACTERS = 50, 10
FEWEST_BYTES = 16  # different ones of a key's 32; random ones have 30
SAYS_HOW = {"disable", "require", "verify-ca", "verify-full"}


def refuse(settings: Mapping[str, Any]) -> None:
    """Raise with everything that is wrong, so that it is put right in one go."""
    ask = _production if settings["PRODUCTION"] else _local
    if found := list(ask(settings)):
        raise ImproperlyConfigured("\n".join(found))


def _local(settings: Mapping[str, Any]) -> Iterator[str]:
    others = [host for host in settings["ALLOWED_HOSTS"] if not is_here(host)]
    if others and settings["DEMO"]:
        yield (
            f"DEMO shows sign-ins to everyone, so it is served to this machine alone: "
            f"take {', '.join(others)} out of ALLOWED_HOSTS, or unset DEMO."
        )
    elif others:
        yield (
            f"ALLOWED_HOSTS has {', '.join(others)}, and without CLINIC_ENV=production "
            "cookies and pages go unprotected over the network: set it, or serve "
            "localhost alone."
        )
    if settings["DEMO"] and settings["EMAIL_HOST"]:
        yield (
            "DEMO shows every message to everyone, so it sends none: unset EMAIL_HOST, "
            "or unset DEMO."
        )


def _production(settings: Mapping[str, Any]) -> Iterator[str]:
    yield from _secrets(settings)
    yield from _addresses(settings)
    yield from _lines(settings)


def _secrets(settings: Mapping[str, Any]) -> Iterator[str]:
    secret = settings["SECRET_KEY"]
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS:
        yield (
            "SECRET_KEY can be guessed: set it to what openssl rand -base64 48 prints. "
            "Everybody is signed out once."
        )
    master, index = settings["MASTER_KEYS"], settings["INDEX_KEYS"]
    newest = {"CLINIC_MASTER_KEYS": master[0], "CLINIC_INDEX_KEY": index[0]}
    for name, key in newest.items():
        if not is_random(key):
            yield (
                f"{name} begins with a key that can be guessed: put a new one before "
                "it (openssl rand -base64 32), and run rotate_keys."
            )
    if index[0] in master:
        yield (
            "CLINIC_INDEX_KEY begins with a key that is among CLINIC_MASTER_KEYS, so "
            "that one leak is both: put a new one before it (openssl rand -base64 32), "
            "and run rotate_keys."
        )


def _addresses(settings: Mapping[str, Any]) -> Iterator[str]:
    hosts, site = settings["ALLOWED_HOSTS"], settings["SITE_URL"]
    if "*" in hosts:
        yield (
            "ALLOWED_HOSTS is *, so that any name is believed: set it to the names "
            "under which the site is served."
        )
    parts = urlsplit(site)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/"):
        yield (
            f"SITE_URL is '{site}': set it to https:// and the name of the site, with "
            "nothing after it."
        )
    elif not validate_host(parts.hostname, hosts):
        yield (
            f"SITE_URL leads to {parts.hostname}, which ALLOWED_HOSTS does not have: "
            "add it there."
        )


def _lines(settings: Mapping[str, Any]) -> Iterator[str]:
    """What goes over a network to other machines."""
    mail = settings["EMAIL_HOST"]
    if not (settings["EMAIL_USE_TLS"] or is_here(mail)):
        yield (
            f"EMAIL_TLS is off, so that sign-in codes go to {mail} for everybody to "
            "read: set it to 1. Only a mail server on this machine does without."
        )
    database = settings["DATABASES"]["default"]
    host, options = database.get("HOST", ""), database.get("OPTIONS", {})
    if not (is_here(host) or options.get("sslmode") in SAYS_HOW):
        yield (
            f"DATABASE_URL leads to {host} and does not say whether the line is "
            "sealed: end it with ?sslmode=verify-full, or with ?sslmode=disable where "
            "nobody else is on that network."
        )


def is_here(host: str) -> bool:
    """Whether a name or address is this machine; a socket is, and so is nothing."""
    name = host.strip("[]")
    if not name or name.startswith("/") or name in LOOPBACK:
        return True
    return name.endswith(".localhost")


def is_random(key: bytes) -> bool:
    """Whether bytes look as if nobody had chosen them."""
    steps = {(later - before) % 256 for before, later in pairwise(key)}
    is_text = all(32 <= byte < 127 for byte in key)
    return len(set(key)) >= FEWEST_BYTES and len(steps) > 1 and not is_text
