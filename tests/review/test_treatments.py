"""What stands for the treatment history of a case, and on whose word."""

import pytest

from intake.domain.answer import answered
from intake.domain.treatments.evidence import Status
from intake.domain.treatments.trials import Outcome
from intake.patients.modes import Mode
from intake.questionnaires.models import SavedPage
from intake.review.treatments import treatment_record
from tests.factories.cases import make_case

pytestmark = pytest.mark.django_db


def test_each_trial_stands_as_the_patient_told_it_with_its_outcome(case):
    sertraline, bupropion = treatment_record(case).trials

    assert sertraline.reported == sertraline.standing
    assert sertraline.standing.agent.generic == "sertraline"
    assert bupropion.judgement.outcome is Outcome.FAILED_ADEQUATE
    assert "at least 6" in bupropion.why
    assert (sertraline.row, bupropion.row) == ("row-0", "row-1")


def test_what_a_patient_wrote_is_patient_reported_and_has_its_day(case):
    (trial, _other) = treatment_record(case).trials

    assert trial.status is Status.PATIENT_REPORTED
    assert trial.evidence.who == ""
    assert trial.evidence.on is not None
    assert trial.evidence_of("dose") == trial.evidence


def test_what_staff_entered_says_who(site, clinician, monkeypatch):
    stored = SavedPage.objects.bulk_create

    def by_phone(pages):
        pages = list(pages)
        for page in pages:
            page.mode, page.by = Mode.PHONE, clinician
        return stored(pages)

    monkeypatch.setattr(SavedPage.objects, "bulk_create", by_phone)

    trial, _other = treatment_record(make_case(site=site)).trials

    assert trial.status is Status.STAFF_ENTERED
    assert trial.evidence.who == clinician.name


def test_resistance_and_stage_are_those_of_the_trials(case):
    record = treatment_record(case)

    assert (record.resistance.definite, record.resistance.maximum) == (2, 2)
    assert record.stage.parts["failures"] == 1
    assert record.course.episode_months == 18
    assert record.is_confirmed


def test_other_treatments_are_the_answers_given(site):
    record = treatment_record(make_case({"tms": "yes"}, site=site))

    assert record.other["tms"] == answered("yes")
    assert set(record.other) == {"psychotherapy", "tms", "ect", "vns"}


def test_a_history_without_trials_is_confirmed_and_has_no_stage(site):
    without = treatment_record(make_case({"treatments": []}, site=site))

    assert without.is_confirmed
    assert without.trials == ()
    assert without.stage is None
