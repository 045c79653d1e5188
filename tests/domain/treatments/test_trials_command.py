"""``manage.py trials`` as outside tools call it: a process, files and exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .test_report import FAILED

ROOT = Path(__file__).parents[3]


def run(argument, written=b""):
    """Run the command in an environment without any setting of the application."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "trials", argument],
        input=written,
        capture_output=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
        timeout=60,
    )


def test_a_file_is_judged(tmp_path):
    path = tmp_path / "history.json"
    path.write_text(json.dumps([FAILED]), encoding="utf-8")

    done = run(path)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["trials"][0]["outcome"] == "failed_adequate"


def test_several_cases_from_standard_input_give_a_list():
    cases = [{"trials": [FAILED]}, {"trials": []}]

    done = run("-", json.dumps(cases).encode())

    assert [each["definite"] for each in json.loads(done.stdout)] == [1, 0]


def test_an_unknown_agent_is_named_with_what_it_may_be():
    done = run("-", b'[{"agent": "prozak"}, {"agent": "zzz"}]')

    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        "'prozak' is not a known agent. Did you mean fluoxetine?",
        "'zzz' is not a known agent.",
    ]


def test_impossible_input_is_refused_without_a_partial_result():
    done = run("-", json.dumps([FAILED, {"dose": -5, "weeks": 3}]).encode())

    assert done.returncode == 2
    answer = json.loads(done.stdout)
    assert answer["item"] == "trials[1].dose"
    assert set(answer) == {"error", "item"}
    assert b"trials[1].weeks" in done.stderr


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half a table"),
        pytest.param(b"\xff\xfe\xff", id="not text"),
        pytest.param(b"[" * 100_000, id="nested without end"),
    ],
)
def test_what_is_not_json_is_refused(written):
    done = run("-", written)

    assert done.returncode == 2
    assert json.loads(done.stdout) == {"error": "This is not JSON.", "item": None}
    assert b"Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_a_failure(tmp_path):
    done = run(tmp_path / "none.json")

    assert done.returncode == 1
    assert b"cannot be read" in done.stderr
