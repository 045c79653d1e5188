"""The web server and the worker, played by small programs."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.steps import ROOT

SUPERVISE = """
import os, signal, sys
from tools import processes
from tools.processes import Child, keep_running
from tools.steps import run
# As at a terminal: in the background one inherits that interrupts are ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
processes.FIRST_PAUSE = 0.05
first, second = (["sh", "-c", words] for words in sys.argv[1:])
children = [Child("first", first, os.environ), Child("second", second, os.environ)]
run(lambda: keep_running(children, lambda: True))
"""
LASTING = "exec sleep 300"


@pytest.fixture
def supervise():
    started = []

    def start(first, second=LASTING):
        command = [sys.executable, "-c", SUPERVISE, first, second]
        started.append(
            subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within 20 seconds"
        time.sleep(0.05)


def lives(number):
    """Whether the process runs; one that waits to be buried does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] != "Z"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_both_end_when_told_to(supervise, tmp_path, how):
    note = tmp_path / "number"
    supervisor = supervise(f"echo $$ > {note}; {LASTING}")
    until(lambda: note.exists() and note.read_text("utf-8").strip())

    supervisor.send_signal(how)
    supervisor.communicate(timeout=20)

    assert supervisor.returncode == 0
    assert not lives(int(note.read_text("utf-8")))


def test_one_that_ends_by_itself_is_started_again(supervise, tmp_path):
    note = tmp_path / "starts"
    supervise(f"echo started >> {note}; sleep 0.1; exit 7")

    until(lambda: note.exists() and note.read_text("utf-8").count("started") >= 2)


def test_one_that_keeps_ending_ends_both_with_a_sentence(supervise, tmp_path):
    note = tmp_path / "number"
    supervisor = supervise("exit 7", f"echo $$ > {note}; {LASTING}")

    said = supervisor.communicate(timeout=60)[0]

    assert supervisor.returncode == 1
    assert "The first ended 5 times" in said
    assert not lives(int(note.read_text("utf-8")))


def test_a_killed_supervisor_leaves_nobody_behind(supervise, tmp_path):
    note = tmp_path / "number"
    supervisor = supervise(f"echo $$ > {note}; {LASTING}")
    until(lambda: note.exists() and note.read_text("utf-8").strip())

    os.kill(supervisor.pid, signal.SIGKILL)

    until(lambda: not lives(int(note.read_text("utf-8"))))
