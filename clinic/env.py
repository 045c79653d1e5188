"""Typed readers of the environment; each names what is missing or wrong."""

import base64
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is '{value}'; write 1 or 0.")
    return value in TRUE


def number(name: str, default: int) -> int:
    """A whole number; nothing written is the default."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is '{value}'; write a number.") from None


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def web_address(name: str) -> str:
    """An address that is asked over TLS, or on this machine; empty if there is none.

    It is not repeated in what is said about it: it may hold a secret.
    """
    value = text(name).strip()
    parts = urlsplit(value)
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if value and not is_here and not (parts.scheme == "https" and parts.hostname):
        raise ImproperlyConfigured(
            f"{name} must begin with https:// (http:// only for this machine)."
        )
    return value


def required(name: str, why: str) -> str:
    if value := text(name):
        return value
    raise ImproperlyConfigured(f"Set {name}: {why}.")


def required_with(other: str, name: str, why: str) -> str:
    """What has to be there because another variable is set."""
    return required(name, f"{why}, since {other} is set")


class LocalSecrets:
    """Secrets of a local installation, made once and kept in files only we can read.

    A folder that cannot be written (a command run from a read-only copy) gives
    secrets that last as long as the process.
    """

    def __init__(self, folder: Path):
        self.folder = folder

    def __call__(self, name: str) -> str:
        path = self.folder / name
        try:
            if not path.exists():
                self._make(path)
            return path.read_text(encoding="ascii").strip()
        except OSError:
            return new_key()

    def _make(self, path: Path) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(new_key(), encoding="ascii")
        try:
            os.link(draft, path)  # fails if another process was first; its key stays
        except FileExistsError:
            pass
        finally:
            draft.unlink()


def new_key() -> str:
    """256 random bits, as base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def key(value: str, name: str) -> bytes:
    """A 256-bit key from base64."""
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise ImproperlyConfigured(
            f"{name} must be 32 random bytes in base64 (openssl rand -base64 32)."
        )
    return raw
