import signal
import subprocess
import sys
import threading

import pytest

from tools import steps
from tools.steps import Refused

HOLD = """
import sys, time
from pathlib import Path
from tools import steps
steps.ROOT = Path(sys.argv[1])
with steps.alone():
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_failing_command_shows_what_it_said_and_the_advice():
    command = [sys.executable, "-c", "print('no such pin'); raise SystemExit(3)"]

    with pytest.raises(Refused, match=r"(?s)no such pin.*Look at the pins"):
        steps.execute(command, "Look at the pins.")


def test_two_set_ups_take_turns(tmp_path, monkeypatch, capsys):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path],
        cwd=steps.ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        monkeypatch.setattr(steps, "ROOT", tmp_path)
        threading.Timer(0.3, holder.kill).start()

        with steps.alone():
            ended = holder.wait(timeout=5)

    assert ended == -signal.SIGKILL
    assert "Waiting for another set-up" in capsys.readouterr().out
