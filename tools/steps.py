"""Steps that say what they do, how long they took and why they stopped."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent


class Refused(Exception):
    """The command cannot go on; the message says why and what to do."""


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@contextmanager
def step(what: str) -> Iterator[None]:
    say(f"- {what} ...")
    began = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - began:.1f} s")


def execute(
    command: Sequence[str | Path],
    advice: str = "",
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a command in the project's folder; its output is shown only if it fails."""
    done = subprocess.run(  # noqa: S603
        command,
        cwd=ROOT,
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        named = " ".join(map(str, command))
        raise Refused(
            f"{done.stdout.strip()}\n\nThis failed: {named}\n{advice}".strip()
        )
    return done.stdout


@contextmanager
def alone() -> Iterator[None]:
    """Let nobody else set up this folder meanwhile: run and test may start together."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this folder to end.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def run(main: Callable[[], int | None]) -> NoReturn:
    """End the process as the command ends: 0 done, 1 failed, 130 interrupted."""
    try:
        sys.exit(main())
    except Refused as refused:
        sys.stderr.write(f"\n{refused}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
