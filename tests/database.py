"""Test databases are clones of a template, made anew when the code calls for it.

There are two templates: one migrated (about ten seconds to make, named by the
migrations) and, cloned from it, one with the shipped content loaded, numbers tried and
somebody on call (named by the product's code and content too). Each process of a run
clones the second, and clones it again after a test that commits: quicker than emptying
every table, and what migrations and content put there comes back.

A database is in use while somebody holds a lock on its name. Others are leftovers of
runs that were killed, or of code that has changed, and are dropped.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone

from intake.accounts.models import User
from intake.accounts.roles import Role
from intake.practice.models import CrisisRecord, Location

PREFIX = "test_clinic_"
MAKING = "test_clinic"  # the lock of whoever makes or drops a database


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Replaces pytest-django's own set-up."""
    with django_db_blocker.unblock(), ExitStack() as stack:
        # Held to the end of the run: its locks say which databases are in use.
        server = stack.enter_context(connection.creation._nodb_cursor())
        template, clone = _set_up(server)
        stack.enter_context(_connected_to(clone))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(
            TransactionTestCase,
            "_fixture_teardown",
            lambda case: _renew(clone, template),
        )
        with django_db_blocker.block():
            yield
        connection.close()
        _drop(server, clone)


def _set_up(server) -> tuple[str, str]:
    """Make what is missing; the names of the template and of this process's clone."""
    migrated = f"{PREFIX}migrated_{_fingerprint(_migrations())}"
    files = [*_migrations(), *_product(), Path(__file__)]
    loaded = f"{PREFIX}loaded_{_fingerprint(files)}"
    clone = f"{PREFIX}run_{os.getpid()}_{os.urandom(4).hex()}"
    server.execute("SELECT pg_advisory_lock(hashtext(%s))", [MAKING])
    try:
        _drop_leftovers(server, keep={migrated, loaded})
        for name in (migrated, loaded, clone):
            server.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [name])
        _make(server, migrated, None, ["migrate"])
        _make(server, loaded, migrated, ["load_content"], then=_open_the_clinic)
        _copy(server, loaded, clone)
    finally:
        server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [MAKING])
    return loaded, clone


def _make(
    server,
    name: str,
    source: str | None,
    commands: list[str],
    then: Callable[[], None] = lambda: None,
) -> None:
    """Make a template from another, or from nothing, unless it is there.

    It gets its name when it is whole: half a template is never cloned.
    """
    if _exists(server, name):
        return
    draft = f"{PREFIX}draft"
    _drop(server, draft)
    if source:
        _copy(server, source, draft)
    else:
        server.execute(f'CREATE DATABASE "{draft}"')
    with _connected_to(draft):
        for command in set(commands) & set(get_commands()):
            call_command(command, verbosity=0)
        then()
    server.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def _open_the_clinic() -> None:
    """Numbers that were tried and somebody on call, without whom no patient begins."""
    CrisisRecord.objects.update(confirmed_at=timezone.now())
    on_call = User.objects.create(
        login="on.call", name="On Call", password="set", roles=[Role.CLINICIAN]
    )
    on_call.sites.set(Location.objects.all())


@contextmanager
def _connected_to(name: str):
    original = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = original


KEYS = count(1)  # how often this process has begun a database anew


def _renew(clone: str, template: str) -> None:
    """Begin anew, with keys that this process has not given yet.

    The application remembers versions by their key, since a version never changes.
    """
    connection.close()
    with connection.creation._nodb_cursor() as server:
        _drop(server, clone)
        _copy(server, template, clone)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s)"
            " FROM pg_sequences WHERE data_type <> 'smallint'::regtype",
            [next(KEYS) * 100_000],
        )
    connection.close()


def _copy(server, source: str, name: str) -> None:
    files = "STRATEGY FILE_COPY" if server.connection.server_version >= 150000 else ""
    server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" {files}')


def _exists(server, name: str) -> bool:
    server.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return server.fetchone() is not None


def _drop_leftovers(server, keep: set[str]) -> None:
    server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
    )
    for name in {name for (name,) in server.fetchall()} - keep:
        server.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        if server.fetchone()[0]:
            _drop(server, name)
            server.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def _drop(server, name: str) -> None:
    server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _fingerprint(files: Iterable[Path]) -> str:
    setting = (sys.version_info[:2], settings.INSTALLED_APPS, settings.LANGUAGES)
    digest = hashlib.sha256(repr(setting).encode())
    for file in files:
        digest.update(f"\0{file}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _migrations() -> list[Path]:
    folders = (Path(app.path) / "migrations" for app in apps.get_app_configs())
    return sorted(file for folder in folders for file in folder.glob("*.py"))


def _product() -> list[Path]:
    """What content is loaded from and by: all of it but the pages and the demo."""
    product = settings.BASE_DIR / "intake"
    files = (*product.rglob("*.py"), *(product / "content").rglob("*"))
    apart = {product / "web", product / "demo"}
    return sorted(
        file for file in files if file.is_file() and not apart & set(file.parents)
    )
