"""A score entered on a case: what it changes there, and what it leaves alone."""

import pytest

from intake.audit.models import Event
from intake.review import evaluation
from intake.review.actions import CaseIsWithdrawn, withdraw_case
from intake.review.models import Case
from intake.review.score_entry import enter_score
from intake.safety.models import Alert
from tests.factories.scores import entry, least, staff_scores

pytestmark = pytest.mark.django_db

HIGH = least("cssrs", cssrs_6="yes", cssrs_6r="yes")


def test_an_alarming_score_makes_the_case_urgent_at_once(case, clinician):
    assert case.safety == "none"

    entered = entry("cssrs", HIGH)
    enter_score(case=case, entered=entered, seen=0, by=clinician)

    case = Case.objects.get(pk=case.pk)
    assert case.safety == "high"
    assert case.tier == "urgent_safety_review"
    assert evaluation.latest(case).safety == "high"


def test_a_calm_score_leaves_the_case_as_it_was(case, clinician):
    before = evaluation.latest(case)

    for code in ("wsas", "cssrs"):
        enter_score(case=case, entered=entry(code), seen=0, by=clinician)

    assert evaluation.latest(case) == before
    assert not Alert.objects.exists()


def test_a_score_that_raises_nothing_more_is_not_evaluated(case, clinician):
    first = enter_score(case=case, entered=entry("cssrs", HIGH), seen=0, by=clinician)
    runs = case.evaluations.count()

    calmer = entry("cssrs", least("cssrs", cssrs_1="yes"))
    enter_score(case=case, entered=calmer, seen=first.pk, by=clinician)

    assert case.evaluations.count() == runs
    assert staff_scores(case.response).count() == 2


def test_a_withdrawn_case_takes_none_and_raises_none(case, clinician):
    withdraw_case(case=case, by=case.patient.user)

    with pytest.raises(CaseIsWithdrawn):
        enter_score(case=case, entered=entry("cssrs", HIGH), seen=0, by=clinician)

    assert not staff_scores(case.response).exists()
    assert not Alert.objects.exists()
    assert Event.objects.get(action="score.entered").outcome == Event.Outcome.FAILED
