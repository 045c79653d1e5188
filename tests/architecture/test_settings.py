"""An unsafe installation refuses to start and names what is missing."""

import base64
import hashlib
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).parents[2]


def key_of(word: str) -> str:
    """A key that looks random, and is the same in every process of the tests."""
    return base64.b64encode(hashlib.sha256(word.encode()).digest()).decode()


KEY, OTHER_KEY = key_of("master"), key_of("index")
COMPLETE = {
    "CLINIC_ENV": "production",
    "SECRET_KEY": KEY * 2,
    "CLINIC_MASTER_KEYS": KEY,
    "CLINIC_INDEX_KEY": OTHER_KEY,
    "ALLOWED_HOSTS": "clinic.example",
    "SITE_URL": "https://clinic.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "EMAIL_HOST": "mail.example",
    "EMAIL_FROM": "clinic@clinic.example",
}


def start(environment, *command, standard_input=""):
    return subprocess.run(
        [sys.executable, "manage.py", *(command or ("check",))],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        input=standard_input,
        timeout=120,
    )


def test_production_with_nothing_set_names_what_is_missing():
    started = start({"CLINIC_ENV": "production"})

    assert started.returncode != 0
    assert "Set SECRET_KEY" in started.stderr


def test_a_complete_production_starts():
    started = start(COMPLETE, "check", "--deploy", "--fail-level", "WARNING")

    assert started.returncode == 0, started.stderr


def test_another_kind_of_installation_does_not_exist():
    started = start(COMPLETE | {"CLINIC_ENV": "staging"})

    assert started.returncode != 0
    assert "CLINIC_ENV is either local or production." in started.stderr


@pytest.mark.parametrize("name", sorted(set(COMPLETE) - {"CLINIC_ENV"}))
def test_production_without_a_setting_names_it(name):
    incomplete = {key: value for key, value in COMPLETE.items() if key != name}

    started = start(incomplete)

    assert started.returncode != 0
    assert f"Set {name}" in started.stderr


def test_a_demonstration_is_refused_in_production():
    started = start(COMPLETE | {"DEMO": "1"})

    assert started.returncode != 0
    assert "DEMO shows sign-ins to everyone and lets staff in without" in started.stderr


@pytest.mark.parametrize(
    ("environment", "needed"),
    [(COMPLETE, "True"), ({}, "True"), ({"DEMO": "1"}, "False")],
)
def test_staff_need_a_second_factor_but_in_a_demonstration(environment, needed):
    asks = "from django.conf import settings; print(settings.STAFF_NEED_SECOND_FACTOR)"

    started = start(environment, "shell", "--no-imports", "-c", asks)

    assert started.stdout.strip() == needed, started.stderr


def test_a_key_that_is_no_key_is_refused():
    started = start(COMPLETE | {"CLINIC_MASTER_KEYS": "c2hvcnQ="})

    assert "CLINIC_MASTER_KEYS must be 32 random bytes" in started.stderr


COUNTED = base64.b64encode(bytes(range(32))).decode()
PHRASE = base64.b64encode(b"a phrase that somebody remembers").decode()
UNSAFE = [
    ({"SECRET_KEY": "x"}, "SECRET_KEY can be guessed"),
    ({"SECRET_KEY": "x" * 60}, "SECRET_KEY can be guessed"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is *"),
    (
        {"ALLOWED_HOSTS": "other.example"},
        "which ALLOWED_HOSTS does not have",
    ),
    ({"SITE_URL": "http://clinic.example"}, "SITE_URL is 'http://clinic.example'"),
    ({"SITE_URL": "https://clinic.example/a/"}, "with nothing after it"),
    ({"EMAIL_TLS": "0"}, "EMAIL_TLS is off"),
    ({"CLINIC_MASTER_KEYS": COUNTED}, "CLINIC_MASTER_KEYS begins with a key that can"),
    ({"CLINIC_INDEX_KEY": PHRASE}, "CLINIC_INDEX_KEY begins with a key that can"),
    ({"CLINIC_INDEX_KEY": KEY}, "among CLINIC_MASTER_KEYS"),
    (
        {"DATABASE_URL": "postgresql://clinic@db.example/clinic"},
        "DATABASE_URL leads to db.example and does not say",
    ),
    (
        {"DATABASE_URL": "postgresql://clinic@db.example/clinic?sslmode=prefer"},
        "DATABASE_URL leads to db.example and does not say",
    ),
]


def refused(environment) -> str:
    """What is said about settings, without a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        try:
            settings_with(environment, patch)
        except ImproperlyConfigured as problem:
            return str(problem)
    return ""


def settings_with(environment, patch):
    for name in tuple(os.environ):
        patch.delenv(name)
    for name, value in environment.items():
        patch.setenv(name, value)
    return runpy.run_path(str(ROOT / "clinic" / "settings.py"))


@pytest.mark.parametrize(("changes", "said"), UNSAFE)
def test_production_that_is_unsafe_says_what_to_set(changes, said):
    assert said in refused(COMPLETE | changes)


def test_all_that_is_unsafe_is_said_at_once():
    said = refused(COMPLETE | {"SECRET_KEY": "x", "EMAIL_TLS": "0"})

    assert len(said.splitlines()) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"EMAIL_HOST": "127.0.0.1", "EMAIL_TLS": "0"},
        {"CLINIC_MASTER_KEYS": f"{KEY},{COUNTED}"},
        {"CLINIC_INDEX_KEY": f"{OTHER_KEY},{KEY}"},
        {"ALLOWED_HOSTS": ".clinic.example", "SITE_URL": "https://in.clinic.example"},
        {"DATABASE_URL": "postgresql://a@db.example/a?sslmode=verify-full"},
        {"DATABASE_URL": "postgresql://a@database/a?sslmode=disable"},
        {"DATABASE_URL": "postgresql://a@%2Fvar%2Frun%2Fpostgresql/a"},
    ],
)
def test_what_is_safe_or_on_its_way_out_starts(changes, monkeypatch):
    assert settings_with(COMPLETE | changes, monkeypatch)["PRODUCTION"]


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"ALLOWED_HOSTS": "clinic.example"}, "without CLINIC_ENV=production"),
        ({"ALLOWED_HOSTS": "*"}, "without CLINIC_ENV=production"),
        ({"DEMO": "1", "ALLOWED_HOSTS": "localhost,clinic.example"}, "or unset DEMO"),
        ({"DEMO": "1", "EMAIL_HOST": "mail.example"}, "DEMO shows every message"),
    ],
)
def test_what_is_not_for_patients_is_served_to_this_machine_alone(
    environment, said, tmp_path
):
    assert said in refused(environment | {"LOCAL_DIR": str(tmp_path)})


GATEWAY = {
    "SMS_URL": "https://texts.example/send?key=hidden",
    "SMS_TOKEN": "a secret",
    "SMS_SENDER": "+15550100000",
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SMS_URL": "http://texts.example/?key=hidden"}, "SMS_URL must begin with"),
        ({"SMS_URL": "ftp://texts.example/"}, "SMS_URL must begin with"),
        ({"SMS_URL": "https://"}, "SMS_URL must begin with"),
        ({"SMS_TOKEN": ""}, "Set SMS_TOKEN"),
        ({"SMS_SENDER": ""}, "Set SMS_SENDER"),
        ({"SMS_FORMAT": "xml"}, "SMS_FORMAT is either json or form."),
        ({"SMS_FIELDS": "from,to"}, "SMS_FIELDS are three names"),
    ],
    ids=lambda value: "=".join(*value.items()) if isinstance(value, dict) else "",
)
def test_a_text_gateway_that_is_unsafe_or_half_set_is_refused(changes, said):
    started = start(COMPLETE | GATEWAY | changes)

    assert started.returncode != 0
    assert said in started.stderr
    assert "hidden" not in started.stderr


@pytest.mark.parametrize(
    "address", ["https://texts.example/send", "http://127.0.0.1:9000/send"]
)
def test_a_text_gateway_over_tls_or_on_this_machine_is_taken(address):
    started = start(COMPLETE | GATEWAY | {"SMS_URL": address})

    assert started.returncode == 0, started.stderr


CLINICAL = {
    ("evaluate", "-"): ('{"age": 40}', "tier"),
    ("score", "asq", "-"): ('{"asq_1": "no"}', "band"),
    ("trials", "-"): ("[]", "definite"),
}


@pytest.mark.parametrize("command", CLINICAL, ids=lambda command: command[0])
def test_clinical_commands_need_no_database_and_no_environment(command, tmp_path):
    given, told = CLINICAL[command]
    nowhere = tmp_path / "a file"
    nowhere.write_text("")

    # Nothing but a folder that cannot be made: not even a path to programs.
    started = start(
        {"LOCAL_DIR": str(nowhere / "below")}, *command, standard_input=given
    )

    assert started.returncode == 0, started.stderr
    assert told in json.loads(started.stdout)


def test_clinical_commands_leave_nothing_behind(tmp_path):
    place = tmp_path / "local"

    start({"LOCAL_DIR": str(place)}, "trials", "-", standard_input="[]")

    assert not (place / "postgres").exists()
