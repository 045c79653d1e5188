"""Decisions counted: how fast, how, and against which criteria."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.practice.models import Organisation
from intake.review.models import Case
from intake.review.workload import decided_in, pace, waiting_now
from tests.factories.cases import make_case
from tests.factories.decisions import decide, decided
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db


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
    today = Organisation.current().today()
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


def test_the_number_of_queries_does_not_grow_with_the_decisions(
    site, clinician, django_assert_max_num_queries
):
    decide(make_case(site=site), clinician)
    with django_assert_max_num_queries(20) as first:
        decided(clinician)
    at_most = len(first)
    for _number in range(2):
        decide(make_case(site=site), clinician)

    with django_assert_max_num_queries(at_most):
        decided(clinician)
