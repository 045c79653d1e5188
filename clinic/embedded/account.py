"""Who runs the programs of PostgreSQL, which refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from .errors import EmbeddedServerError

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """How to start a program (words in front of it) and whom its files belong to."""

    prefix: tuple[str, ...] = ()
    owner: tuple[int, int] | None = None

    def run(
        self, command: Sequence[str | Path], **options: Any
    ) -> CompletedProcess[str]:
        if self.owner and not self.prefix:
            uid, gid = self.owner
            options |= {"user": uid, "group": gid, "extra_groups": []}
        return subprocess.run(  # noqa: S603
            [*self.prefix, *command], check=False, **options
        )

    def give(self, path: Path) -> None:
        if self.owner:
            os.chown(path, *self.owner)


def account_for(bindir: Path, base: Path, data: Path) -> Account:
    """Ourselves, or for root an account without privileges that reaches both folders.

    Data that are there already keep their owner.
    """
    if os.geteuid() != 0:
        return Account()
    owner = _owner(data)
    for account in (Account(owner=owner), Account(_with_passage(*owner), owner)):
        if _reaches(account, bindir, base):
            return account
    raise EmbeddedServerError(
        f"PostgreSQL does not run as root, and the account with number {owner[0]} "
        f"cannot reach {bindir} and {base}. Move the project out of root's home, or "
        "run as an ordinary user, or set DATABASE_URL to a server of your own."
    )


def _owner(data: Path) -> tuple[int, int]:
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    nobody = pwd.getpwnam(UNPRIVILEGED)
    return nobody.pw_uid, nobody.pw_gid


def _with_passage(uid: int, gid: int) -> tuple[str, ...]:
    names = ("--inh-caps", "--ambient-caps", "--bounding-set")
    rights = (f"{name}=-all,+dac_override" for name in names)
    return "setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *rights


def _reaches(account: Account, bindir: Path, base: Path) -> bool:
    test = ["/bin/sh", "-c", 'test -x "$0/postgres" && test -x "$1"', bindir, base]
    try:
        return account.run(test, cwd="/", stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False
