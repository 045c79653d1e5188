"""A browser counts when it starts; without one the run says so, or fails in CI."""

from types import SimpleNamespace

import pytest

from tools import chromium, environment, test
from tools.steps import Refused


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine whose programs are the ones a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "CACHE", tmp_path / "cache")

    def install(name, status=0):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return install


@pytest.fixture
def pytest_calls(monkeypatch):
    """What would have been run instead of the tests."""
    calls = []

    def run(command, **options):
        calls.append((command, options["env"]))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(environment, "ensure", lambda **_: None)
    monkeypatch.setattr(test.subprocess, "run", run)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("ARGS", raising=False)
    return calls


def test_a_machine_without_one_has_none(machine):
    assert chromium.find() is None


def test_a_stub_that_does_not_start_does_not_count(machine):
    machine("chromium-browser", status=1)
    works = machine("google-chrome")

    assert chromium.find() == works


def test_the_named_one_comes_first(machine, monkeypatch):
    machine("chromium")
    named = machine("elsewhere/chrome")
    monkeypatch.setenv("CHROMIUM", named)

    assert chromium.find() == named


def test_the_newest_of_playwright_is_the_last_resort(machine):
    machine("cache/chromium-1000/chrome-linux64/chrome")
    newest = machine("cache/chromium-1100/chrome-linux64/chrome")

    assert chromium.find() == newest


def test_with_a_browser_every_test_runs(pytest_calls, monkeypatch):
    monkeypatch.setattr(chromium, "ensure", lambda: "/opt/chromium")

    test.main()

    [(command, environ)] = pytest_calls
    assert "not browser" not in command
    assert environ["CHROMIUM"] == "/opt/chromium"


def test_without_a_browser_the_end_says_what_was_not_run(
    pytest_calls, monkeypatch, capsys
):
    monkeypatch.setattr(chromium, "ensure", lambda: None)

    test.main()

    [(command, _)] = pytest_calls
    assert command[-2:] == ["-m", "not browser"]
    assert capsys.readouterr().out.rstrip().endswith("(CHROMIUM=/path make test).")


def test_without_a_browser_ci_fails(pytest_calls, monkeypatch):
    monkeypatch.setattr(chromium, "ensure", lambda: None)
    monkeypatch.setenv("CI", "true")

    with pytest.raises(Refused, match="BROWSER TESTS WERE NOT RUN"):
        test.main()

    assert pytest_calls == []
