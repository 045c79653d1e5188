"""The web server and the worker, kept running side by side in the foreground.

One that ends by itself is started again, after a pause that doubles: a patient in the
middle of a questionnaire must not lose the site because the worker failed. One that
keeps ending ends both, with a sentence, so that nobody takes half a site for a whole.
"""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .steps import ROOT, Refused, say

SECONDS_TO_END = 20
MOST_FAILURES, WITHIN_SECONDS = 5, 120
FIRST_PAUSE = 1.0  # seconds


@dataclass
class Child:
    """One process; ``failures`` are the times at which it ended by itself."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: list[float] = field(default_factory=list)
    start_at: float = 0.0

    def look_after(self, now: float) -> None:
        """Start it if it is time to.

        Raises:
            Refused: It has ended too often.
        """
        if self.process and self.process.poll() is not None:
            self._note_failure(now)
        if not self.process and now >= self.start_at:
            self.process = subprocess.Popen(  # noqa: S603
                [*_dying_with_us(), *self.command],
                cwd=ROOT,
                env=self.environment,
                # Ctrl-C in the terminal reaches us alone; we end both in order.
                start_new_session=True,
            )

    def _note_failure(self, now: float) -> None:
        ended, self.process = self.process, None
        recent = [at for at in self.failures if now - at < WITHIN_SECONDS]
        self.failures = [*recent, now]
        status = ended.returncode if ended else None
        if len(self.failures) == MOST_FAILURES:
            raise Refused(
                f"The {self.name} ended {MOST_FAILURES} times within {WITHIN_SECONDS} "
                f"seconds (last status {status}); what it said is above."
            )
        pause = FIRST_PAUSE * 2 ** (len(self.failures) - 1)
        self.start_at = now + pause
        say(f"The {self.name} ended (status {status}); again in {pause:.0f} s.")

    def end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, how)


def _dying_with_us() -> list[str]:
    """Should we be killed outright, the kernel ends our children as well."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def keep_running(children: Sequence[Child], started: Callable[[], bool]) -> None:
    """Run until Ctrl-C or SIGTERM; ``started`` is asked until it is true."""
    ending = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(name) != signal.SIG_IGN:  # as under nohup
            signal.signal(name, lambda *_: ending.set())
    up = False
    try:
        while not ending.wait(0.3):
            for child in children:
                child.look_after(time.monotonic())
            up = up or started()
    finally:
        _end(children)


def _end(children: Sequence[Child]) -> None:
    say("\nEnding the web server and the worker.")
    for child in children:
        child.end(signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_END
    for child in children:
        if child.process:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.end(signal.SIGKILL)
                child.process.wait()
