"""Decisions counted: how fast, how, and against which criteria."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.review import actions
from intake.review.actions import Verdict
from intake.review.models import Case
from intake.review.overrides import set_aside_in
from intake.review.workload import decided_in, pace, waiting_now
from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db


def decide(case, by, outcome="eligible", *, nasal=None, days=None):
    """Decide both routes, a number of days after the case was sent."""
    if days is not None:
        sent = timezone.now() - timedelta(days=days)
        Case.objects.filter(pk=case.pk).update(received_at=sent)
    verdict = Verdict(
        {"iv_im": outcome, "in": nasal or outcome}, "For good reasons.", "Hello."
    )
    case = Case.objects.select_related("patient").get(pk=case.pk)
    return actions.record_decision(
        case=case, verdict=verdict, seen=actions.revision_of(case), by=by
    )


def decided(user):
    now = timezone.now()
    return decided_in(user, now - timedelta(days=1), now + timedelta(days=1))


@pytest.fixture
def pregnant(site):
    """Somebody against whom a contraindication stands on both routes."""
    return make_case({"pregnant": "yes"}, site=site)


def test_time_runs_from_sending_to_the_first_decision(case, clinician):
    decide(case, clinician, days=3)
    decide(case, clinician, "not_now")

    again, first = decided(clinician)
    assert first.took.days == 3
    assert first.is_replaced
    assert again.took is None
    assert pace([again, first]).times.count == 1


def test_late_is_after_the_promised_day_and_not_on_it(site, clinician):
    on_the_day, after = make_case(site=site), make_case(site=site)
    today = timezone.localdate()
    Case.objects.filter(pk=on_the_day.pk).update(promised_on=today)
    Case.objects.filter(pk=after.pk).update(promised_on=today - timedelta(days=2))

    decide(on_the_day, clinician)
    decide(after, clinician)

    late = {one.case.pk: one.is_late for one in decided(clinician)}
    assert late == {on_the_day.pk: False, after.pk: True}
    assert (pace(decided(clinician)).in_time, pace(decided(clinician)).late) == (1, 1)


def test_what_is_decided_outside_the_days_is_not_counted(case, clinician):
    decide(case, clinician)
    now = timezone.now()

    assert decided_in(clinician, now - timedelta(days=9), now - timedelta(days=8)) == []


def test_nothing_of_another_site_is_counted(clinician):
    elsewhere = make_site()
    theirs = make_staff("clinician", sites=(elsewhere,))
    decide(make_case(site=elsewhere), theirs)
    make_case(site=elsewhere)

    assert decided(clinician) == []
    assert waiting_now(clinician, timezone.now()) == []


def test_practice_counts_nowhere(case, clinician):
    decide(case, clinician)
    type(case.patient).objects.update(
        is_practice=True,
        email_index=None,
        sealed_email=None,
        phone_index=None,
        surname_birth_index=None,
    )

    assert decided(clinician) == []
    assert waiting_now(clinician, timezone.now()) == []


def test_what_is_open_stands_with_its_wait_the_longest_first(site, clinician):
    new, old = make_case(site=site), make_case(site=site)
    old_at = timezone.now() - timedelta(days=5)
    Case.objects.filter(pk=old.pk).update(
        received_at=old_at,
        promised_on=old_at.date(),
        stage=Case.Stage.MORE_INFORMATION,
    )
    decide(make_case(site=site), clinician)

    found = waiting_now(clinician, timezone.now())

    assert [one.case for one in found] == [old, new]
    assert [one.is_late for one in found] == [True, False]
    assert [one.waits_for_patient for one in found] == [True, False]


@pytest.mark.parametrize(
    ("iv_im", "nasal", "is_aside"),
    [
        pytest.param("eligible", "not_suitable", True, id="decided for one route"),
        pytest.param("conditional", "not_now", True, id="on conditions"),
        pytest.param("not_suitable", "not_now", False, id="not against it"),
        pytest.param("more_information", "not_now", False, id="asked again"),
    ],
)
def test_a_contraindication_is_set_aside_by_deciding_for_the_route(
    pregnant, clinician, iv_im, nasal, is_aside
):
    decide(pregnant, clinician, iv_im, nasal=nasal)

    stood, aside = set_aside_in(decided(clinician))

    grave = [row for row in stood if row.severity == "CI"]
    assert [row.times for row in grave] == [1]
    assert [row.set_aside for row in grave] == [int(is_aside)]
    reasons = [one.open_reason() for one in aside if one.severity == "CI"]
    assert reasons == ["For good reasons."] * is_aside


def test_a_condition_clears_what_needs_clearance_and_does_not_set_it_aside(
    site, clinician
):
    cleared = make_case({"bp_sys": 165, "bp_dia": 105}, site=site)
    plain = make_case({"bp_sys": 165, "bp_dia": 105}, site=site)
    decide(cleared, clinician, "conditional")
    decide(plain, clinician, "eligible")

    stood, aside = set_aside_in(decided(clinician))

    (row,) = [row for row in stood if row.severity == "CLR"]
    assert (row.times, row.set_aside) == (2, 1)
    assert {one.case for one in aside} == {plain}


def test_the_number_of_queries_does_not_grow_with_the_decisions(
    site, clinician, django_assert_max_num_queries
):
    decide(make_case(site=site), clinician)
    with django_assert_max_num_queries(20) as first:
        set_aside_in(decided(clinician))
    at_most = len(first)
    for _number in range(2):
        decide(make_case(site=site), clinician)

    with django_assert_max_num_queries(at_most):
        set_aside_in(decided(clinician))
