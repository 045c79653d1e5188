"""The lists of the worklist: what stands on which, and that the counts agree."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.practice.models import Organisation
from intake.review.models import Case
from intake.review.references import new_reference
from intake.review.views import NOBODY, Order, Queue, View, counts
from intake.review.worklist import PAGE, Cursor, cases_for, stamp_of
from tests.factories.cases import make_response
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LATER = timedelta(days=3)


@pytest.fixture
def row(site):
    response = make_response(site=site)

    def make(urgency=0, hours=0, days=0, **fields):
        today = Organisation.current().today()
        values = {
            "patient": response.patient,
            "response": response,
            "reference": new_reference(),
            "urgency": urgency,
            "received_at": NOON + timedelta(hours=hours),
            "promised_on": today + timedelta(days=days),
        }
        return Case.objects.create(**values | fields)

    return make


@pytest.fixture
def colleague(site):
    return make_staff("clinician", login="colleague", sites=(site,))


def shown(user, **view):
    return [waiting.case for waiting in cases_for(user, View(**view))[0]]


@pytest.fixture
def one_of_each(row, clinician, colleague):
    return {
        "mine": row(assignee=clinician),
        "theirs": row(assignee=colleague),
        "free": row(),
        "asked": row(stage=Case.Stage.MORE_INFORMATION, days=-3),
        "late": row(days=-1, assignee=colleague),
        "decided": row(stage=Case.Stage.DECIDED, assignee=clinician, days=-9),
    }


@pytest.mark.parametrize(
    ("queue", "names"),
    [
        (Queue.ALL, {"mine", "theirs", "free", "asked", "late"}),
        (Queue.MINE, {"mine"}),
        (Queue.FREE, {"free"}),
        (Queue.PATIENT, {"asked"}),
        (Queue.OVERDUE, {"late"}),
        (Queue.CLOSED, {"decided"}),
    ],
)
def test_a_case_stands_where_it_belongs_and_the_count_agrees(
    clinician, one_of_each, queue, names
):
    found = shown(clinician, queue=queue)

    assert set(found) == {one_of_each[name] for name in names}
    if queue is not Queue.CLOSED:
        assert counts(clinician)[queue] == len(found)


def test_all_counts_take_one_look_at_the_cases(
    clinician, one_of_each, django_assert_num_queries
):
    Organisation.current()

    with django_assert_num_queries(2):
        counts(clinician)


def test_filters_narrow_a_list(clinician, colleague, row):
    checking = row(stage=Case.Stage.CHECKING, assignee=colleague)
    urgent = row(tier="urgent_safety_review")

    assert shown(clinician, stage="checking") == [checking]
    assert shown(clinician, tier="urgent_safety_review") == [urgent]
    assert shown(clinician, who=str(colleague.pk)) == [checking]
    assert shown(clinician, who=NOBODY) == [urgent]


def test_a_site_that_is_not_ones_own_shows_nothing(clinician, row):
    row()
    elsewhere = make_site()

    assert shown(clinician, site=elsewhere.pk) == []


def test_the_front_desk_learns_nothing_from_filters_and_orders(desk, row):
    calm, urgent = row(0, hours=1), row(44, hours=2, tier="urgent_safety_review")

    assert shown(desk, tier="urgent_safety_review") == [calm, urgent]
    assert shown(desk, order=Order.URGENT) == [calm, urgent]


def test_the_promised_day_can_come_first(clinician, row):
    later, sooner = row(44, days=4), row(0, days=1)

    assert shown(clinician) == [later, sooner]
    assert shown(clinician, order=Order.PROMISED) == [sooner, later]


@pytest.mark.parametrize("order", [Order.URGENT, Order.PROMISED, Order.OLDEST])
def test_every_case_is_on_exactly_one_page_in_any_order(clinician, row, order):
    known = [row(n % 3, hours=n % 2, days=n % 5) for n in range(PAGE + 30)]
    view = View(order=order)

    first, after = cases_for(clinician, view)
    second, end = cases_for(clinician, view, after=Cursor.parse(str(after)))

    seen = [waiting.case for waiting in first + second]
    assert len(seen) == len(set(seen)) == len(known)
    assert end is None


class TestTheStamp:
    """It changes with what the page shows."""

    def test_it_stays_while_nothing_happens(self, clinician, one_of_each):
        assert stamp_of(clinician) == stamp_of(clinician)

    @pytest.mark.parametrize(
        "change",
        [
            {"stage": Case.Stage.DECIDED},
            {"urgency": 7},
            {"assignee": None},
            {"promised_on": NOON.date()},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_a_changed_case_changes_it(self, clinician, one_of_each, change):
        before = stamp_of(clinician)

        Case.objects.filter(pk=one_of_each["theirs"].pk).update(**change)

        assert stamp_of(clinician) != before

    def test_a_new_case_changes_it(self, clinician, row):
        before = stamp_of(clinician)

        row()

        assert stamp_of(clinician) != before
