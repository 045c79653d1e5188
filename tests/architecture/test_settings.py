"""An unsafe installation refuses to start and names what is missing."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEY = base64.b64encode(bytes(range(32))).decode()
COMPLETE = {
    "CLINIC_ENV": "production",
    "SECRET_KEY": "x" * 60,
    "CLINIC_MASTER_KEYS": KEY,
    "CLINIC_INDEX_KEY": KEY,
    "ALLOWED_HOSTS": "clinic.example",
    "SITE_URL": "https://clinic.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "EMAIL_HOST": "mail.example",
    "EMAIL_FROM": "clinic@clinic.example",
}


def start(environment, *command):
    return subprocess.run(
        [sys.executable, "manage.py", *(command or ("check",))],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        input='{"asq_1": "no"}',
    )


@pytest.mark.parametrize("name", sorted(set(COMPLETE) - {"CLINIC_ENV"}))
def test_production_without_a_setting_names_it(name):
    incomplete = {key: value for key, value in COMPLETE.items() if key != name}

    started = start(incomplete)

    assert started.returncode != 0
    assert f"Set {name}" in started.stderr


def test_a_demonstration_is_refused_in_production():
    started = start(COMPLETE | {"DEMO": "1"})

    assert started.returncode != 0
    assert "DEMO" in started.stderr


def test_a_key_that_is_no_key_is_refused():
    started = start(COMPLETE | {"CLINIC_MASTER_KEYS": "c2hvcnQ="})

    assert "CLINIC_MASTER_KEYS must be 32 random bytes" in started.stderr


@pytest.mark.parametrize(
    "command",
    [("evaluate", "-"), ("score", "asq", "-"), ("trials", "-")],
    ids=lambda command: command[0],
)
def test_clinical_commands_need_no_environment(command, tmp_path):
    nowhere = tmp_path / "a file"
    nowhere.write_text("")

    started = start({"LOCAL_DIR": str(nowhere / "below")}, *command)

    assert started.returncode in (0, 2), started.stderr
    assert "Traceback" not in started.stderr
