"""Evaluating a case: what goes in, what is stored, and that it stays."""

import pytest
from django.db import InternalError, transaction

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.domain.safety import Level
from intake.practice.models import Organisation
from intake.review import actions, evaluation
from intake.review.models import Case, Evaluation
from intake.safety import actions as safety
from intake.safety.actions import Concern, causes_of
from intake.safety.models import Alert
from tests.factories.cases import make_case

pytestmark = pytest.mark.django_db
YESTERDAY = 1  # days ago


def ids(found):
    return [finding["id"] for finding in evaluation.opened(found)["findings"]]


def observe_doubt(case, by, value="yes"):
    return actions.observe(
        case=case, fact="capacity_concern", answer=answered(value), by=by
    )


def test_a_case_is_evaluated_as_soon_as_it_is_opened(case):
    found = case.evaluations.get()

    assert (found.tier, found.safety) == ("no_barrier_found", "none")
    assert (case.tier, case.safety) == ("no_barrier_found", "none")
    assert evaluation.opened(found)["requested"] == ["iv_im", "in"]


def test_only_the_routes_asked_for_are_requested(site):
    case = make_case({"routes": ["in"]}, site=site)

    run = evaluation.opened(evaluation.latest(case))

    assert run["requested"] == ["in"]
    assert set(run["routes"]) == {"iv_im", "in"}


def test_a_finding_knows_the_answers_it_came_from(site):
    case = make_case({"cv_history": "yes"}, site=site)

    run = evaluation.opened(evaluation.latest(case))

    assert "VAS-10" in ids(evaluation.latest(case))
    assert run["came_from"]["cv_history"] == [["cv_history", None]]


def test_findings_are_sealed_and_cannot_be_read_in_the_table(site):
    case = make_case({"cv_history": "yes"}, site=site)

    stored = bytes(evaluation.latest(case).sealed)

    assert b"VAS-10" not in stored
    assert b"cv_history" not in stored


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda rows: rows.update(tier="no_barrier_found"), id="updated"),
        pytest.param(lambda rows: rows.delete(), id="deleted"),
    ],
)
def test_an_evaluation_cannot_be_changed(case, change):
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        change(Evaluation.objects.filter(case=case))

    assert case.evaluations.count() == 1


def test_the_same_input_has_the_same_digest(case):
    again = actions.evaluate_case(case=case, by=None)

    first, second = case.evaluations.order_by("pk")
    assert second == again
    assert first.input_digest == second.input_digest


def test_another_input_has_another_digest(case, clinician):
    observe_doubt(case, clinician)

    first, second = case.evaluations.order_by("pk")
    assert first.input_digest != second.input_digest


def test_the_digest_covers_the_policy_of_the_clinic(case):
    Organisation.objects.update(asq_strict=False)

    actions.evaluate_case(case=case, by=None)

    first, second = case.evaluations.order_by("pk")
    assert first.input_digest != second.input_digest


def test_a_doubt_about_capacity_makes_its_criterion_fire(case, clinician):
    found = observe_doubt(case, clinician)

    assert "PSY-07" in ids(found)
    assert case.tier == "needs_clearance"
    assert case.evaluations.count() == 2


def test_the_latest_observation_counts_and_the_earlier_ones_stay(case, clinician):
    observe_doubt(case, clinician)
    found = observe_doubt(case, clinician, "no")

    assert "PSY-07" not in ids(found)
    known = evaluation.observations(case)
    assert [seen.answer.value for seen in known] == ["yes", "no"]
    assert {seen.by for seen in known} == {clinician}


def test_an_observation_is_recorded_without_what_was_observed(case, clinician):
    observe_doubt(case, clinician)

    event = Event.objects.get(action="case.observed")
    assert event.actor_id == str(clinician.pk)
    assert event.detail == {"fact": "capacity_concern"}


def test_a_withdrawn_case_takes_no_observation(case, clinician):
    actions.withdraw_case(case=case, by=case.patient.user)

    with pytest.raises(actions.CaseIsWithdrawn):
        observe_doubt(case, clinician)

    assert evaluation.observations(case) == []


def test_answers_about_suicide_put_a_case_first(site):
    case = make_case({"phq9_9": 2, "asq_1": "yes", "asq_3": "yes"}, site=site)

    assert (case.tier, case.safety) == ("urgent_safety_review", "same_day")
    assert case.urgency > actions.urgency("contraindication_found", "acute")


def test_the_level_does_not_fall_below_that_of_the_open_alert(case):
    safety.note_level(patient=case.patient, concern=Concern(Level.HIGH), by=None)

    found = actions.evaluate_case(case=case, by=None)

    assert (found.safety, found.tier) == ("high", "urgent_safety_review")
    assert (case.safety, case.tier) == ("high", "urgent_safety_review")


def test_an_alert_that_a_clinician_closed_holds_the_level_no_longer(case, clinician):
    alert = safety.note_level(
        patient=case.patient, concern=Concern(Level.HIGH), by=None
    ).alert
    safety.close(alert=alert, outcome="not_a_risk", note="Spoke.", by=clinician)

    assert actions.evaluate_case(case=case, by=None).safety == "none"


@pytest.mark.parametrize(
    ("answers", "behind"),
    [
        pytest.param({"cv_unstable": "yes"}, "cv_unstable", id="heart"),
        pytest.param(
            {"bp_sys": 186, "bp_dia": 96, "bp_date": YESTERDAY}, "bp_sys", id="upper"
        ),
        pytest.param(
            {"bp_sys": 150, "bp_dia": 122, "bp_date": YESTERDAY}, "bp_dia", id="lower"
        ),
    ],
)
def test_what_is_due_the_same_day_stands_among_the_alerts(site, answers, behind):
    case = make_case(answers, site=site)

    alert = Alert.objects.open().get(patient=case.patient)
    assert alert.medical == Alert.Medical.SAME_DAY
    assert behind in causes_of(alert.events.first())
    assert evaluation.opened(evaluation.latest(case))["same_day_task"]


def test_a_task_of_the_rules_alone_opens_an_alert_too(site, monkeypatch):
    # A questionnaire of one's own may ask, and not warn.
    monkeypatch.setattr("intake.questionnaires.concern.urgent", lambda *_: ())

    case = make_case({"cv_unstable": "yes"}, site=site)

    alert = Alert.objects.open().get(patient=case.patient)
    assert (alert.medical, alert.level) == (Alert.Medical.SAME_DAY, "none")
    assert "cv_unstable" in causes_of(alert.events.first())


def test_a_task_that_was_dealt_with_does_not_come_back(site, clinician):
    case = make_case({"cv_unstable": "yes"}, site=site)
    alert = Alert.objects.open().get(patient=case.patient)
    safety.close(alert=alert, outcome="urgent_care", note="Sent.", by=clinician)

    actions.evaluate_case(case=case, by=None)

    assert not Alert.objects.open().filter(patient=case.patient).exists()


def test_a_calm_case_has_no_alert(case):
    assert not Alert.objects.filter(patient=case.patient).exists()
    assert not evaluation.opened(evaluation.latest(case))["same_day_task"]


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        (("urgent_safety_review", "same_day"), ("contraindication_found", "acute")),
        (("needs_clearance", "none"), ("more_information_needed", "moderate")),
        (("no_barrier_found", "low"), ("no_barrier_found", "none")),
    ],
)
def test_the_tier_weighs_most_and_then_the_level(worse, better):
    assert actions.urgency(*worse) > actions.urgency(*better)


def test_the_promise_is_counted_in_working_days(monkeypatch):
    organisation = Organisation(answer_within_days=5)
    friday = organisation.today().replace(2026, 3, 6)
    monkeypatch.setattr(Organisation, "today", lambda _self: friday)

    assert actions.promised(organisation).isoformat() == "2026-03-13"


def test_a_case_names_the_response_that_opened_it(case):
    assert case.response.state == "completed"
    assert Event.objects.filter(action="case.opened", subject_id=str(case.pk)).exists()
    assert str(case) == case.reference
    assert Case.objects.get(reference=case.reference) == case
