"""The virtual environment is renewed exactly when its ingredients change."""

import os
from pathlib import Path

import pytest

from tools import environment, steps

PINS = (environment.RUNTIME, environment.TESTS, "constraints.txt")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose installations are only counted."""
    for name in PINS:
        (tmp_path / name).write_text("one==1\n", encoding="utf-8")
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    python = venv / "bin" / "python"
    python.write_text("#!/bin/sh\n", encoding="utf-8")
    python.chmod(0o755)
    for module in (environment, steps):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "PYTHON", python)
    monkeypatch.setattr(environment, "UNDER_WAY", venv / "installing")
    return tmp_path


@pytest.fixture
def installed(project, monkeypatch):
    installed = []
    monkeypatch.setattr(environment, "_pip_install", installed.append)
    return installed


def test_the_second_time_nothing_is_installed(installed):
    environment.ensure()
    environment.ensure()

    assert installed == ["requirements.txt"]


def test_tests_need_more_than_the_application(installed):
    environment.ensure()
    environment.ensure(tests=True)
    environment.ensure()

    assert installed == ["requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("name", ["requirements.txt", "constraints.txt"])
def test_a_changed_pin_is_installed(project, installed, name):
    environment.ensure()
    (project / name).write_text("one==2\n", encoding="utf-8")

    environment.ensure()

    assert len(installed) == 2


def test_a_failed_installation_is_taken_up_again(project, installed, monkeypatch):
    def fail(requirements):
        raise steps.Refused("the network is down")

    with monkeypatch.context() as patch:
        patch.setattr(environment, "_pip_install", fail)
        with pytest.raises(steps.Refused):
            environment.ensure()

    environment.ensure()

    assert installed == ["requirements.txt"]


def test_a_killed_installation_is_begun_from_nothing(project, installed, monkeypatch):
    environment.UNDER_WAY.touch()
    made = []
    monkeypatch.setattr(environment, "_make", lambda: made.append(True))

    environment.ensure()

    assert made == [True]


def test_an_environment_of_another_place_is_made_anew(project, installed, monkeypatch):
    environment.ensure()
    made = []
    monkeypatch.setattr(environment, "_make", lambda: made.append(True))
    monkeypatch.setattr(environment, "_maker", lambda: "elsewhere 3.11")

    environment.ensure()

    assert made == [True]


@pytest.mark.parametrize("state", ["absent", "broken"])
def test_what_does_not_start_is_made_anew(project, installed, monkeypatch, state):
    environment.PYTHON.unlink()
    if state == "broken":
        environment.PYTHON.symlink_to("/nowhere/python3.9")
    made = []
    monkeypatch.setattr(environment, "_make", lambda: made.append(True))

    environment.ensure()

    assert made == [True]


def test_without_the_venv_module_an_ordinary_user_is_told_the_command(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(steps.Refused, match=r"sudo apt-get install python3\.\d+-venv"):
        environment._ensure_venv_module()


def test_root_gets_the_venv_module_installed(monkeypatch, tmp_path):
    said = tmp_path / "said"
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {said}\n', encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    environment._ensure_venv_module()

    asked = said.read_text(encoding="utf-8").splitlines()
    assert asked[0] == "update"
    assert asked[1].startswith("install -y")
    assert asked[1].endswith("-venv")


def test_an_old_python_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr("sys.version_info", (3, 9, 2, "final", 0))
    source = (Path(environment.__file__).parent / "__init__.py").read_text("utf-8")

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 .* this is Python 3\.9"):
        exec(source, {})
