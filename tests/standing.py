"""Rows that stand for all tests of a file: a site, a clinician and a case, or others.

Making a case takes longer than most of what is asked of it. A file whose tests ask for
one says ``usefixtures("standing")``: the rows are made once, in a transaction around
those of its tests. What a test changes is gone for the next one, as ever. A file with a
test that commits cannot say it.
"""

import pickle
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from intake.accounts.models import User
from intake.practice.models import Location
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff


@dataclass(frozen=True)
class Standing:
    """Who and what was made."""

    site: Location
    clinician: User
    case: Case


@pytest.fixture(scope="module")
def case_given() -> dict[str, Any]:
    """How the case of a file is made; files and folders say it in their own words."""
    return {}


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """Makes rows that stand for all tests of a file; gives back what copies them.

    Whichever fixture calls it has to be used by every test of the file.
    """
    with django_db_blocker.unblock(), _undone():

        def make(maker: Callable[[], Any]) -> Callable[[], Any]:
            with django_db_blocker.unblock():
                return partial(pickle.loads, pickle.dumps(maker()))

        with django_db_blocker.block():
            yield make


@pytest.fixture(scope="module")
def standing(once, case_given):
    def make() -> Standing:
        site = make_site()
        clinician = make_staff("clinician", sites=(site,))
        return Standing(site, clinician, make_case(**case_given, site=site))

    return once(make)


@pytest.fixture
def stands(request) -> Standing | None:
    """What stands for the tests of this file, as if made just now; None if nothing."""
    if "standing" not in request.fixturenames:
        return None
    return request.getfixturevalue("standing")()


@contextmanager
def _undone():
    """A transaction of tests, as Django makes them: nothing of it stays."""
    around = transaction.atomic()
    around._from_testcase = True
    with around:
        yield
        transaction.set_rollback(True)
