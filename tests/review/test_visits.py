"""When somebody looked at a case before."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.review import actions
from intake.review.visits import last_visit, visit_before
from tests.factories.staff import make_staff

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


def ago(**time):
    return NOW - timedelta(**time)


def test_the_first_visit_has_none_before_it():
    assert visit_before([], NOW) is None


def test_opening_it_again_within_half_an_hour_is_the_same_visit():
    assert visit_before([ago(minutes=5), ago(days=2)], NOW) == ago(days=2)


def test_a_longer_pause_makes_another_visit():
    assert visit_before([ago(minutes=31), ago(days=2)], NOW) == ago(minutes=31)


def test_within_the_first_visit_news_are_told_from_its_beginning():
    assert visit_before([ago(minutes=5), ago(minutes=20)], NOW) == ago(minutes=20)


@pytest.mark.django_db
def test_only_ones_own_visits_to_this_case_count(case, clinician):
    actions.read_case(case=case, by=make_staff("clinician", sites=(case.patient.site,)))
    now = datetime.now(UTC)

    assert last_visit(case, clinician, now) is None

    actions.read_case(case=case, by=clinician)

    assert last_visit(case, clinician, datetime.now(UTC)) > now
