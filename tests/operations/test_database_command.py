"""manage.py database, with a server that only notes what is asked of it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from clinic.embedded.errors import EmbeddedServerError


class Server:
    data = Path("/somewhere/data")
    log = data / "server.log"
    bindir = Path("/programs")
    url = "postgresql://clinic@/clinic"

    def __init__(self):
        self.asked = []
        self.running = False

    def ensure_running(self):
        self.asked.append("start")
        self.running = True

    def is_running(self):
        return self.running

    def stop(self):
        was, self.running = self.running, False
        return was

    def reset(self):
        self.asked.append("reset")


@pytest.fixture
def server(monkeypatch):
    server = Server()
    monkeypatch.setitem(settings.DATABASES["default"], "SERVER", server)
    return server


def test_start_says_where_the_server_is(server, capsys):
    call_command("database", "start")

    said = capsys.readouterr().out
    assert server.running
    assert "PostgreSQL is running." in said
    assert server.url in said


def test_status_starts_nothing(server, capsys):
    call_command("database", "status")

    assert server.asked == []
    assert "PostgreSQL is not running." in capsys.readouterr().out


def test_stop_says_whether_there_was_anything_to_stop(server, capsys):
    server.running = True

    call_command("database", "stop")
    call_command("database", "stop")

    assert capsys.readouterr().out == "Stopped.\nIt was not running.\n"


@pytest.mark.parametrize("answer", ["", "yes", "y", "DELETE"])
def test_reset_deletes_nothing_unless_the_word_is_typed(server, monkeypatch, answer):
    monkeypatch.setattr("builtins.input", lambda question: answer)

    with pytest.raises(CommandError, match=r"Nothing was deleted\."):
        call_command("database", "reset")

    assert server.asked == []


def test_reset_deletes_when_the_word_is_typed(server, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "delete")

    call_command("database", "reset")

    assert server.asked == ["reset"]


def test_a_server_that_cannot_run_is_a_sentence_and_no_traceback(server, monkeypatch):
    def refuse():
        raise EmbeddedServerError("Set DATABASE_URL.")

    monkeypatch.setattr(server, "ensure_running", refuse)

    with pytest.raises(CommandError, match=r"Set DATABASE_URL\."):
        call_command("database", "start")


def test_a_server_of_ones_own_is_left_to_its_owner(monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "SERVER", None)

    with pytest.raises(CommandError, match="looked after where it runs"):
        call_command("database", "reset")
