"""Coming back after a "not now": on the day, and asked only what may have changed."""

from datetime import timedelta

import pytest

from intake.audit.models import Event
from intake.decisions import returning
from intake.decisions.returning import NotYet, may_change, what_may_have_changed
from intake.practice.models import Organisation
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.filled import filled
from intake.review import actions as review
from intake.review import asked, asking, evaluation
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.letters import NOT_NOW, sign
from tests.web.clock import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
REASON = "What has changed?"


def put_off(case, by, days=30):
    day = Organisation.current().today() + timedelta(days=days)
    return sign(case, by, NOT_NOW, return_on=day)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def come_back(case):
    return returning.come_back(case=case, reason=REASON, by=case.patient.user)


def test_every_fact_that_may_change_is_one_that_the_questionnaire_asks(case):
    known = set(evaluation.opened(evaluation.latest(case))["came_from"])

    assert set(may_change()) <= known


def test_before_the_day_nothing_is_asked(case, clinician):
    put_off(case, clinician)

    with pytest.raises(NotYet):
        come_back(case)

    assert asked.open_request(case) is None
    assert Case.objects.get().stage == Case.Stage.DECIDED


def test_without_a_day_nobody_comes_back_by_themselves(case, clinician):
    sign(case, clinician, NOT_NOW)

    with pytest.raises(NotYet):
        come_back(case)


def test_on_the_day_only_what_may_have_changed_is_asked(case, clinician, clock):
    put_off(case, clinician)
    clock.pass_time(days=30)

    request = come_back(case)

    assert {"phq9_1", "pregnant", "bp_sys", "medicines", "asq_1"} <= set(request.asked)
    assert not {"aneurysm", "schizophrenia", "dx_mdd"} & set(request.asked)
    everything = filled(case.response).definition.walk()
    assert len(request.asked) < len([item for item in everything if item.asks]) / 2
    assert questionnaires.reason_of(request) == REASON


def test_what_stood_against_it_is_asked_whatever_it_was(site, clinician):
    case = make_case({"aneurysm": "yes"}, site=site)

    assert "aneurysm" in what_may_have_changed(case)


def test_the_decision_stands_until_another_replaces_it(case, clinician, clock):
    decision = put_off(case, clinician)
    clock.pass_time(days=30)

    come_back(case)

    assert list(case.decisions.current()) == [decision]
    assert Case.objects.get().stage == Case.Stage.MORE_INFORMATION
    assert Event.objects.filter(action="case.came_back").count() == 1


def test_coming_back_twice_has_one_effect(case, clinician, clock):
    put_off(case, clinician)
    clock.pass_time(days=31)

    assert come_back(case) == come_back(case)
    assert Event.objects.filter(action="case.came_back").count() == 1


def test_a_new_decision_without_a_day_closes_the_way_back(case, clinician, clock):
    put_off(case, clinician)
    sign(case, clinician, NOT_NOW)
    clock.pass_time(days=31)

    with pytest.raises(NotYet):
        come_back(case)


def test_whoever_withdrew_does_not_come_back_this_way(case, clinician, clock):
    put_off(case, clinician)
    clock.pass_time(days=31)
    review.withdraw_case(case=case, by=case.patient.user)

    with pytest.raises(review.CaseIsWithdrawn):
        come_back(case)


def test_a_clinician_who_does_not_need_it_leaves_the_case_decided(
    case, clinician, clock
):
    put_off(case, clinician)
    clock.pass_time(days=31)
    come_back(case)

    asking.stop_asking(case=case, by=clinician)

    assert Case.objects.get().stage == Case.Stage.DECIDED


def test_a_correction_opens_the_questions_that_are_named(case, clinician):
    request = returning.correct(
        case=case, items=["escort"], reason=REASON, by=case.patient.user
    )

    assert request.asked == ["escort"]
    assert request.request.kind == "patient"
    assert Case.objects.get().stage == Case.Stage.MORE_INFORMATION


def test_what_is_asked_already_comes_before_a_correction(case, clinician):
    request = asking.ask_patient(
        case=case, items=["stay"], reason="Please.", by=clinician
    )

    again = returning.correct(
        case=case, items=["escort"], reason=REASON, by=case.patient.user
    )

    assert again == request
