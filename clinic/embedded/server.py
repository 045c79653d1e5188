"""A PostgreSQL server of our own, on a Unix socket that only its owner reaches.

The first connection starts it (see ``backend``). It is left running when the program
that started it ends, like any other service, and survives the death of any of them.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from urllib.parse import quote

from . import binaries
from .account import Account, account_for
from .errors import EmbeddedServerError

DATABASE = OWNER = "clinic"
APPLICATION = "clinic_app"
PORT = "5432"  # part of the socket's name; nothing listens on the network
LONGEST_SOCKET_FOLDER = 107 - len(f"/.s.PGSQL.{PORT}.lock")
SECONDS_TO_START = 90

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": PORT,
    "max_connections": "100",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # A failing statement may carry what a patient wrote: it stays out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "autovacuum": "off",
}
# The application is no superuser and does not own its tables, so that what works here
# works in production. Tests connect as the owner, who may become the application.
CREATE = r"""
SELECT 'CREATE ROLE clinic LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clinic') \gexec
SELECT 'CREATE ROLE clinic_app LOGIN; GRANT clinic_app TO clinic'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clinic_app') \gexec
SELECT 'CREATE DATABASE clinic OWNER clinic'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'clinic') \gexec
"""


@dataclass(frozen=True)
class EmbeddedServer:
    """One data folder below ``base`` and the server on it.

    The address depends on ``base`` alone: it is known before there is a server.
    ``throwaway`` is for tests: nothing is synchronised to disk, and data of another
    version of PostgreSQL are dropped.
    """

    base: Path
    throwaway: bool = False

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def socket_folder(self) -> Path:
        inside = self.base / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        tag = hashlib.sha256(os.fsencode(self.base)).hexdigest()[:16]
        # Its owner is looked at before use.
        return Path(f"/tmp/clinic-postgres-{os.geteuid()}-{tag}")  # noqa: S108

    def django_settings(self) -> dict[str, Any]:
        """An entry of DATABASES; the backend starts the server when nobody answers."""
        return {
            "ENGINE": "clinic.embedded.backend",
            "NAME": DATABASE,
            "USER": OWNER,
            "PASSWORD": "",
            "HOST": str(self.socket_folder),
            "PORT": PORT,
            "SERVER": self,
        }

    @property
    def url(self) -> str:
        """The address for psql and pg_dump."""
        folder = quote(str(self.socket_folder), safe="")
        return f"postgresql://{OWNER}@/{DATABASE}?host={folder}&port={PORT}"

    def ensure_running(self) -> None:
        """Start the server and make the database, if either is missing.

        Raises:
            EmbeddedServerError: It cannot run here; the message says what to do.
        """
        with self._locked():
            if not self.is_running():
                self._prepare()
                self._start()
            self._create_database()

    def is_running(self) -> bool:
        """Whether the server of this folder answers."""
        if not (self.data / "postmaster.pid").exists():
            return False
        address = ["-h", self.socket_folder, "-p", PORT, "-U", "postgres"]
        return self._run("pg_isready", "-q", *address).returncode == 0

    def stop(self) -> bool:
        """Stop the server in an orderly way; false when there was none."""
        if not self.data.exists():
            return False
        with self._locked():
            # Without this look, a leftover lock file could name a stranger's process.
            if not self._processes():
                return False
            stop = ["stop", "-D", self.data, "-m", "fast", "-w", "-s"]
            self._check(self._run("pg_ctl", *stop, owner=True))
            return True

    def reset(self) -> None:
        """Stop the server and delete everything it kept."""
        self.stop()
        for folder in (self.data, self.socket_folder):
            shutil.rmtree(folder, ignore_errors=True)

    @cached_property
    def bindir(self) -> Path:
        """The programs: of the version that wrote the data, else the newest."""
        return binaries.choose(None if self.throwaway else self._written_by())

    def _written_by(self) -> int | None:
        mark = self.data / "PG_VERSION"
        return int(mark.read_text(encoding="utf-8")) if mark.exists() else None

    @property
    def _account(self) -> Account:
        return account_for(self.bindir, self.base, self.data)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.base.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.base / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise EmbeddedServerError(self._foreign(self.base)) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _foreign(self, folder: Path) -> str:
        while not folder.exists():
            folder = folder.parent
        return (
            f"{folder} belongs to the user with number {folder.stat().st_uid}, and you "
            f"are number {os.geteuid()}. Run as that user, or set LOCAL_DIR to a "
            "folder of your own, or set DATABASE_URL to a server of your own."
        )

    def _prepare(self) -> None:
        self._make_socket_folder()
        if self._written_by() != binaries.version(self.bindir):
            self._make_data()
        self._clear_leftovers()

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        mine = {os.geteuid(), *(self._account.owner or ())[:1]}
        if folder.is_symlink() or folder.stat().st_uid not in mine:
            raise EmbeddedServerError(self._foreign(folder))
        folder.chmod(0o700)
        self._account.give(folder)

    def _make_data(self) -> None:
        """Fill a folder beside the data folder and rename it: whole or not at all."""
        new = self.base / "data-new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        self._account.give(new)
        # The same order of words on every machine, whatever its language.
        builtin = ["--locale-provider=builtin"]
        locale = builtin if binaries.version(self.bindir) >= 17 else []
        sync = ["--no-sync"] if self.throwaway else []
        access = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        making = self._run(
            "initdb", "-D", new, *access, *locale, *sync, owner=True, seconds=300
        )
        self._check(making)
        with (new / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write("\ninclude 'clinic.conf'\n")
        if self.throwaway:
            shutil.rmtree(self.data, ignore_errors=True)
        new.rename(self.data)

    def _clear_leftovers(self) -> None:
        """Remove the lock files of a crash once nobody works in the data folder.

        PostgreSQL removes most of them itself, but not one whose number belongs by
        now to another process.
        """
        if not Path("/proc/self/cwd").exists():
            return
        deadline = time.monotonic() + SECONDS_TO_START
        while working := self._processes():
            if self.is_running():
                return
            if time.monotonic() > deadline:
                raise EmbeddedServerError(
                    f"Processes {working} still use {self.data} and do not answer. "
                    "End them and try again."
                )
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _processes(self) -> list[int]:
        """Processes that work in the data folder, as all of PostgreSQL's do."""
        found, data = [], os.path.realpath(self.data)
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.readlink(process / "cwd") == data:
                    found.append(int(process.name))
        return found

    def _start(self) -> None:
        if self.is_running():
            return
        self._write_settings()
        wait = ["-w", "-t", SECONDS_TO_START, "-s"]
        start = ["start", "-D", self.data, "-l", self.log, *wait]
        started = self._run("pg_ctl", *start, owner=True)
        if started.returncode and not self.is_running():
            log = self.log.read_text("utf-8", "replace") if self.log.exists() else ""
            raise EmbeddedServerError(
                f"PostgreSQL did not start. {started.stdout.strip()}\n{log[-2000:]}"
            )

    def _write_settings(self) -> None:
        """Write what we set in a file of its own, where a path may hold any letter."""
        values = SETTINGS | (THROWAWAY if self.throwaway else {})
        values |= {"unix_socket_directories": f'"{self.socket_folder}"'}
        quoted = {name: value.replace("'", "''") for name, value in values.items()}
        lines = (f"{name} = '{value}'\n" for name, value in quoted.items())
        (self.data / "clinic.conf").write_text("".join(lines), encoding="utf-8")
        (self.data / "clinic.conf").chmod(0o644)

    def _create_database(self) -> None:
        address = ["-h", self.socket_folder, "-p", PORT, "-U", "postgres"]
        quiet = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres"]
        self._check(self._run("psql", *address, *quiet, words=CREATE))

    def _run(
        self,
        program: str,
        *arguments: object,
        owner: bool = False,
        words: str = "",
        seconds: int = SECONDS_TO_START + 30,
    ) -> CompletedProcess[str]:
        """Run one of PostgreSQL's programs, as the owner of the data if need be."""
        account = self._account if owner else Account()
        kept = {n: v for n, v in os.environ.items() if not n.startswith("PG")}
        with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as told:
            told.write(words)
            told.seek(0)
            # A file, not a pipe: the server would hold a pipe open for ever.
            done = account.run(
                [str(self.bindir / program), *map(str, arguments)],
                stdin=told,
                stdout=said,
                stderr=said,
                cwd="/",
                env=kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"},
                timeout=seconds,
            )
            said.seek(0)
            done.stdout = said.read()
        return done

    @staticmethod
    def _check(done: CompletedProcess[str]) -> None:
        if done.returncode:
            raise EmbeddedServerError(
                f"PostgreSQL's {Path(done.args[0]).name} failed: "
                f"{done.stdout[-2000:].strip()}"
            )
