import subprocess
import sys
import time

import pytest

from tools import steps
from tools.steps import Refused

HOLD = """
import time
from tools.steps import alone
with alone():
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_failing_command_shows_what_it_said_and_the_advice():
    command = [sys.executable, "-c", "print('no such pin'); raise SystemExit(3)"]

    with pytest.raises(Refused, match=r"(?s)no such pin.*Look at the pins"):
        steps.execute(command, "Look at the pins.")


def test_two_set_ups_take_turns(capsys):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=steps.ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    began = time.monotonic()
    subprocess.Popen(["sh", "-c", f"sleep 0.5; kill -9 {holder.pid}"]).wait()

    with steps.alone():
        waited = time.monotonic() - began

    assert waited >= 0.5
    holder.communicate()
