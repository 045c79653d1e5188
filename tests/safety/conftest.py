"""A site with a team, and a clock that a test sets."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.factories.cases import make_patient
from tests.factories.staff import make_site, make_staff
from tests.web.clock import Clock


@pytest.fixture
def clock(monkeypatch):
    """Wednesday at ten at the clinic, until the test moves it."""
    clock = Clock(monkeypatch)
    clock.now = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("America/New_York"))
    return clock


@pytest.fixture
def site(db):
    return make_site()


@pytest.fixture
def member(site):
    """Makes somebody who takes alerts of the site and reads mail."""

    def make(name, *roles, **details):
        roles = roles or ("clinician",)
        known = {"email": f"{name.lower()}@clinic.example", "sites": (site,)} | details
        return make_staff(*roles, name=name, **known)

    return make


@pytest.fixture
def patient(site):
    return make_patient(site=site)
