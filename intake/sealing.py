"""Sealing of bytes, and exact look-ups on what is sealed.

AES-256-GCM throughout. Every sealed value is bound to a text that says whose and what
it is, so that bytes moved to another person or another use do not open. A value sealed
by a master key begins with that key's mark, so that keys can be changed while running.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"
NONCE = 12  # bytes
TAG = 16  # bytes
SHORTEST = len(FORMAT) + NONCE + TAG
MARK = 4  # bytes


class CannotOpen(Exception):
    """The bytes were changed, moved, or sealed with a key that is not here."""


def new_key() -> bytes:
    """A random key of 256 bits."""
    return AESGCM.generate_key(256)


def seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Encrypt and authenticate: format, nonce, ciphertext with its tag."""
    nonce = os.urandom(NONCE)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def open_sealed(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """The reverse of :func:`seal`; raises :class:`CannotOpen`."""
    if sealed[:1] != FORMAT or len(sealed) < SHORTEST:
        raise CannotOpen("not a sealed value")
    nonce, body = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, bound_to.encode())
    except InvalidTag:
        raise CannotOpen("changed, moved, or another key") from None


class MasterKeys:
    """The clinic's keys, newest first: the first seals, all of them open."""

    def __init__(self, keys: list[bytes]):
        self._keys = {_mark(key): key for key in keys}
        self._newest = _mark(keys[0])

    def seal(self, plain: bytes, bound_to: str) -> bytes:
        sealed = seal(self._keys[self._newest], plain, bound_to)
        return self._newest + sealed

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        key = self._keys.get(bytes(sealed[:MARK]))
        if key is None:
            raise CannotOpen("the master key of this value is not configured")
        return open_sealed(key, bytes(sealed[MARK:]), bound_to)

    def is_newest(self, sealed: bytes) -> bool:
        """Sealed by the newest key; if not, it should be sealed again."""
        return bytes(sealed[:MARK]) == self._newest

    def renew(self, sealed: bytes, bound_to: str) -> bytes:
        """The same, sealed by the newest key."""
        return self.seal(self.open(sealed, bound_to), bound_to)

    @property
    def newest(self) -> bytes:
        """The mark with which values sealed from now on begin."""
        return self._newest

    @property
    def marks(self) -> frozenset[bytes]:
        """The marks of all keys; they say nothing about the keys."""
        return frozenset(self._keys)


@dataclass(frozen=True)
class Index:
    """A keyed digest of folded text: equal texts are found, nothing can be read.

    ``newest`` is what is stored from now on; what was stored is one of ``all``.
    """

    newest: bytes
    all: tuple[bytes, ...]

    def has(self, stored: bytes) -> bool:
        """Whether this is what was stored, under whichever key."""
        return any(hmac.compare_digest(bytes(stored), one) for one in self.all)


class IndexKeys:
    """The keys of exact look-ups, newest first: the first stores, all of them find."""

    def __init__(self, keys: list[bytes]):
        self._keys = {_mark(key): key for key in keys}

    def index(self, purpose: str, text: str) -> Index:
        found = tuple(self.by_mark(purpose, text).values())
        return Index(found[0], found)

    def by_mark(self, purpose: str, text: str) -> dict[bytes, bytes]:
        """What each key makes of a text, by the mark of the key."""
        folded = unicodedata.normalize("NFKC", text).casefold().strip()
        plain = f"{purpose}\0{folded}".encode()
        return {
            mark: hmac.digest(key, plain, "sha256") for mark, key in self._keys.items()
        }

    @property
    def newest(self) -> bytes:
        """The mark of the key under which is stored from now on."""
        return next(iter(self._keys))


def _mark(key: bytes) -> bytes:
    return hashlib.sha256(b"mark" + key).digest()[:MARK]
