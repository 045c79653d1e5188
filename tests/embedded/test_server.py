"""The embedded server and what happens to servers: real ones, in their own folders."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg2
import pytest

from clinic.embedded import account, binaries
from clinic.embedded.errors import EmbeddedServerError
from clinic.embedded.server import EmbeddedServer

ROOT = Path(__file__).parents[2]
CONNECT = """
import sys
from pathlib import Path
import psycopg2
from clinic.embedded.server import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), throwaway=True)
server.ensure_running()
with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
    cursor.execute("SELECT pg_postmaster_start_time()")
    print(cursor.fetchone()[0])
"""


@pytest.fixture(scope="module")
def place():
    """A folder that the account of the server reaches, as pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="embedded-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def folder(place, tmp_path):
    """An empty one for a server of the test's own."""
    folder = place / tmp_path.name
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def shared(place):
    server = EmbeddedServer(place / "shared")
    yield server
    server.reset()


@pytest.fixture
def server(shared):
    """A running one, whatever the test before did to it."""
    shared.ensure_running()
    return shared


@pytest.fixture
def fresh(folder):
    """One that has not been started yet."""
    server = EmbeddedServer(folder / "postgres", throwaway=True)
    yield server
    server.reset()


def ask(server, question="SELECT 1"):
    connection = psycopg2.connect(server.url)
    try:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(question)
        return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def kill(server):
    """End every process of the server at once, as when the power fails."""
    for process in server._processes():
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    while server._processes():
        time.sleep(0.02)


def test_the_first_start_makes_the_database(server):
    database = ask(server, "SELECT current_database()")

    assert server.is_running()
    assert database == "clinic"


def test_the_application_is_not_a_superuser(server):
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = user") is False


def test_nothing_listens_on_the_network(server):
    assert ask(server, "SHOW listen_addresses") == ""
    assert server.socket_folder.stat().st_mode & 0o077 == 0


def test_failing_statements_stay_out_of_the_log(server):
    ask(server, "CREATE TABLE once (name text UNIQUE)")
    ask(server, "INSERT INTO once VALUES ('a secret')")

    with pytest.raises(psycopg2.IntegrityError):
        ask(server, "INSERT INTO once VALUES ('a secret')")

    log = server.log.read_text(encoding="utf-8")
    assert "once_name_key" in log
    assert "a secret" not in log


def test_data_survive_a_killed_server(server):
    ask(server, "CREATE TABLE kept AS SELECT 42 AS value")

    kill(server)
    server.ensure_running()

    assert ask(server, "SELECT value FROM kept") == 42


def test_a_stopped_server_starts_again(server):
    assert server.stop()
    assert not server.is_running()

    server.ensure_running()

    assert ask(server) == 1


def test_stopping_twice_is_no_error(server):
    server.stop()

    assert not server.stop()


@pytest.mark.parametrize(
    "left", ["", f"{os.getpid()}\n", "no number\n"], ids=["empty", "reused", "odd"]
)
def test_a_leftover_lock_file_is_no_obstacle(server, left):
    kill(server)
    (server.data / "postmaster.pid").write_text(left, encoding="utf-8")

    server.ensure_running()

    assert ask(server) == 1


def test_stopping_never_touches_a_process_that_a_leftover_file_names(server):
    kill(server)
    bystander = subprocess.Popen(["sleep", "60"])
    leftover = server.data / "postmaster.pid"
    leftover.write_text(f"{bystander.pid}\n{server.data}\n", encoding="utf-8")

    stopped = server.stop()

    assert not stopped
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_eight_processes_at_once_make_one_server(fresh):
    command = [sys.executable, "-c", CONNECT, str(fresh.base)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]

    births = {process.communicate(timeout=120)[0] for process in started}

    assert [process.returncode for process in started] == [0] * 8
    assert len(births) == 1


def test_a_half_made_data_folder_is_made_anew(fresh):
    half = fresh.base / "data-new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", encoding="utf-8")

    fresh.ensure_running()

    assert ask(fresh) == 1


@pytest.mark.parametrize(
    "name", ["o'clock in the Straße", "x" * 150], ids=["odd letters", "long"]
)
def test_any_path_will_do(folder, name):
    server = EmbeddedServer(folder / name / "postgres", throwaway=True)

    server.ensure_running()

    assert ask(server) == 1
    server.reset()


def test_a_socket_folder_of_somebody_else_is_refused(fresh, folder):
    fresh.base.mkdir()
    (folder / "trap").mkdir()
    fresh.socket_folder.symlink_to(folder / "trap")

    with pytest.raises(EmbeddedServerError, match="DATABASE_URL"):
        fresh.ensure_running()


def test_reset_leaves_nothing(fresh):
    fresh.ensure_running()

    fresh.reset()

    assert not fresh.is_running()
    assert not fresh.data.exists()
    assert not fresh.socket_folder.exists()


def test_without_any_programs_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr(binaries, "_installed", lambda: iter(()))

    with pytest.raises(EmbeddedServerError, match="DATABASE_URL"):
        binaries.choose()


def test_data_of_a_version_that_is_not_here_are_refused(folder):
    server = EmbeddedServer(folder / "postgres")
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("9\n", encoding="utf-8")

    with pytest.raises(EmbeddedServerError, match="written by PostgreSQL 9"):
        server.ensure_running()

    assert (server.data / "PG_VERSION").exists()


def test_databases_of_tests_written_by_another_version_are_made_anew(fresh):
    fresh.data.mkdir(parents=True)
    (fresh.data / "PG_VERSION").write_text("9\n", encoding="utf-8")

    fresh.ensure_running()

    assert ask(fresh) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
class TestAsRoot:
    def test_the_server_runs_without_privileges(self, server):
        numbers = server._processes()

        owners = {Path(f"/proc/{number}").stat().st_uid for number in numbers}

        assert owners
        assert 0 not in owners

    def test_a_closed_folder_is_passed_with_that_right_alone(self, folder):
        (folder / "closed").mkdir(mode=0o700)
        server = EmbeddedServer(folder / "closed" / "postgres", throwaway=True)

        server.ensure_running()

        assert ask(server) == 1
        status = Path(f"/proc/{server._processes()[0]}/status").read_text("utf-8")
        assert "CapEff:\t0000000000000002" in status
        server.reset()

    def test_where_that_right_is_withheld_the_error_says_what_to_do(
        self, folder, monkeypatch
    ):
        (folder / "closed").mkdir(mode=0o700)
        server = EmbeddedServer(folder / "closed" / "postgres", throwaway=True)
        monkeypatch.setattr(account, "_with_passage", lambda *_: ("false",))

        with pytest.raises(EmbeddedServerError, match="DATABASE_URL"):
            server.ensure_running()

    def test_a_folder_of_another_user_is_refused_to_an_ordinary_one(self, server):
        os.seteuid(12345)
        try:
            with pytest.raises(EmbeddedServerError, match="user with number 0, and"):
                server.ensure_running()
        finally:
            os.seteuid(0)
