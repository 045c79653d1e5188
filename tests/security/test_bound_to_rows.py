"""What is sealed for its row opens in no other, in a clinic where all has happened."""

from uuid import uuid4

import pytest
from django.apps import apps

from intake.domain.answer import answered
from intake.patients import emergency, vault
from intake.questionnaires.models import SavedPage
from intake.questionnaires.stored import open_page
from intake.questions import actions as questions
from intake.review import actions as review
from intake.review import evaluation
from tests.factories.staff import make_staff
from tests.factories.world import make_world
from tests.security.test_swapped import sealed_columns

pytestmark = pytest.mark.django_db

BOUND = {
    "coordination.Note": ("case__patient", "sealed"),
    "coordination.Task": ("case__patient", "sealed"),
    "coordination.Contact": ("case__patient", "sealed"),
    "coordination.HandOver": ("case__patient", "sealed", "sealed_reply"),
    "decisions.Appeal": ("case__patient", "sealed"),
    "decisions.AppealAnswer": ("appeal__case__patient", "sealed"),
    "decisions.Condition": ("decision__case__patient", "sealed"),
    "decisions.ConditionStep": ("condition__decision__case__patient", "sealed_note"),
    "decisions.Letter": ("decision__case__patient", "sealed"),
    "decisions.Opinion": ("reading__case__patient", "sealed"),
    "decisions.SecondReading": ("case__patient", "sealed"),
    "findings.Attachment": ("case__patient", "sealed_about"),
    "findings.Ending": ("inquiry__case__patient", "sealed_reply"),
    "findings.FindingWork": ("case__patient", "sealed"),
    "findings.Inquiry": ("case__patient", "sealed"),
    "patients.EmergencyAccess": ("patient", "sealed"),
    "patients.EmergencyReview": ("access__patient", "sealed"),
    "patients.IdentityRecord": ("patient", "sealed"),
    "payers.Sheet": ("case__patient", "sealed"),
    "payers.Signature": ("sheet__case__patient", "sealed_pdf"),
    "questionnaires.SavedPage": ("response__patient", "sealed"),
    "questionnaires.ScoreRecord": ("response__patient", "sealed"),
    "questions.Ending": ("question__case__patient", "sealed"),
    "questions.Question": ("case__patient", "sealed"),
    "review.Decision": ("case__patient", "sealed_rationale", "sealed_message"),
    "review.Evaluation": ("case__patient", "sealed"),
    "review.Observation": ("case__patient", "sealed"),
    "review.SourceCheck": ("case__patient", "sealed"),
    "safety.AlertEvent": ("alert__patient", "sealed_causes", "sealed_note"),
    "safety.SafetyPlan": ("patient", "sealed"),
}

ELSEWHERE = {
    "questionnaires.SavedPage": {
        "response_id": uuid4(),
        "page": "another",
        "row": str(uuid4()),
        "number": 99,
    }
}


def opened():
    """Everything that is sealed for its row, as its table, column, row and words."""
    return {
        (label, column, row.pk): read(row, patient_of(row, way), column)
        for label, (way, *columns) in BOUND.items()
        for row in apps.get_model(label).objects.all()
        for column in columns
        if getattr(row, column) is not None and patient_of(row, way).wrapped_key
    }


def read(row, patient, column):
    if isinstance(row, SavedPage):
        return open_page(row, patient)
    return vault.read(row, patient, column)


def patient_of(row, way):
    for step in way.split("__"):
        row = getattr(row, step)
    return row


@pytest.fixture
def world():
    world = make_world()
    access = emergency.open_record(
        patient=world.patient, reason="A call at night.", by=make_staff("clinician")
    )
    officer = make_staff("privacy_officer")
    emergency.review(access=access, was_right=True, note="It was.", by=officer)
    fact = next(iter(evaluation.staff_only_facts(evaluation.active_protocol())))
    review.observe(
        case=world.case, fact=fact, answer=answered("no"), by=world.clinician
    )
    asked = questions.ask(case=world.case, words="How much?", by=world.clinician)
    questions.answer(question=asked, words="Ten.", by=world.patient.user)
    return world


def test_every_other_seal_is_named():
    """There is one of each in what it is sealed for, or nobody is treated by it."""
    bound = {(label, name) for label, (_way, *names) in BOUND.items() for name in names}

    others = {(m._meta.label, name) for m, name, _way in sealed_columns()} - bound

    assert {f"{label}.{name}" for label, name in others} == {
        "findings.Attachment.sealed",
        "learning.Step.sealed",
        "patients.Acceptance.sealed_name",
        "patients.Patient.sealed_email",
        "patients.Readdressing.sealed",
        "patients.Sameness.sealed",
        "questionnaires.Attestation.sealed_name",
        "questionnaires.InformationRequest.sealed_reason",
        "questionnaires.Typed.sealed",
        "reruns.Turn.sealed",
        "rights.Hold.sealed_reason",
        "rights.RequestEnd.sealed_reason",
        "safety.Alert.sealed_answers",
    }


def test_nothing_opens_in_another_row_of_the_same_person(world):
    there = opened()
    assert {label for label, _column, _number in there} == set(BOUND)
    for label, column, number in there:
        row = apps.get_model(label).objects.get(pk=number)
        patient = patient_of(row, BOUND[label][0])
        for name, other in ELSEWHERE.get(label, {"pk": uuid4()}).items():
            kept = getattr(row, name)
            setattr(row, name, other)
            with pytest.raises(vault.CannotOpen):
                read(row, patient, column)
            setattr(row, name, kept)
