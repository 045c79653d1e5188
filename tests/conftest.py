"""What every test gets: a database of its own, made only when it asks for one."""

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.database import django_db_setup  # noqa: F401
from tests.standing import case_given, once, standing, stands  # noqa: F401

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")


# Folders with files that take minutes: begun last, one would be waited for alone.
LONG = ("journeys", "security", "operations")
NO_DATABASE = "domain"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Long files first; of what is left, the order stays.

    While the first of them makes the database, the other worker has files without one.
    """
    here = Path(__file__).parent
    folders = {item.path: item.path.relative_to(here).parts[0] for item in items}
    first = next((path for path, folder in folders.items() if folder in LONG), None)

    def turn(item):
        folder = folders[item.path]
        return item.path != first, folder != NO_DATABASE, folder not in LONG

    items.sort(key=turn)


@pytest.fixture(autouse=True)
def texts_that_ship_stay_new(monkeypatch, request):
    """Articles that nobody signed grow old by the calendar; these tests do not.

    A test that is about their age asks for ``evidence_ages``.
    """
    if "evidence_ages" not in request.fixturenames:
        module = "intake.education.governing.reviewed"
        monkeypatch.setattr(f"{module}.due_of_evidence", lambda _page: None)


@pytest.fixture
def evidence_ages():
    """Lets what nobody signed grow old with its evidence."""


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """What is loaded by now stays: looking through it for waste took a seventh."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
