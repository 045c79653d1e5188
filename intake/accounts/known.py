"""Browsers in which an account was opened before.

Wrong passwords and codes that strangers ask for are counted by name and address, or
guessing would be free; whoever wanted to could so keep somebody out. A browser that was
let in carries a mark of its own for that name, and is counted by itself.
"""

import secrets
from hashlib import sha256

from django.core import signing

SIGNED_IN = b"signed in"  # where tries of whoever is signed in already are counted
LIFE = 400 * 24 * 3600  # seconds; browsers keep nothing longer


def mark(index: bytes) -> str:
    """A mark for a browser in which the account of this name or address was opened."""
    return signing.dumps(secrets.token_urlsafe(16), salt=_salt(index))


def bucket(carried: str, index: bytes) -> bytes | None:
    """Where tries of this browser are counted; None: with those of all strangers.

    Args:
        carried: The mark that the browser sent; one for another name counts nothing.
    """
    try:
        number = signing.loads(carried, salt=_salt(index), max_age=LIFE)
    except signing.BadSignature:
        return None
    return sha256(f"browser {number}".encode()).digest()


def _salt(index: bytes) -> str:
    return f"known browser {index.hex()}"
