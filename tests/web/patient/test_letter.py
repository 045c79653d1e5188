"""The letter and the conditions as the patient sees them."""

import pytest

from intake.audit.models import Event
from intake.decisions.actions import mark_condition
from intake.decisions.models import Condition
from intake.review import actions as review
from intake.review.models import Case
from tests.factories.letters import sign
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.responses import answer_until
from tests.factories.staff import make_staff

HOME, LETTER = "/patient/", "/patient/letter/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(visit):
    publish_part(*RISK)
    return visit()


@pytest.fixture
def clinician():
    return make_staff("clinician", name="Dr. Blue")


@pytest.fixture
def told(visitor, clinician):
    """A patient who was told the decision, with one condition."""
    answer_until(visitor.response)
    by = visitor.response.patient.user
    case = review.receive_response(response=visitor.response, by=by)
    outcomes = {"iv_im": "conditional"}
    sign(case, clinician, outcomes, conditions=("bp_log",), rationale="It rises.")
    return visitor


def test_the_page_shows_what_has_to_be_done_first(told):
    home = told.get(HOME)

    assert "Measure your blood pressure" in home.words("[data-required=open]")


def test_what_is_done_is_shown_as_done_without_the_clinics_note(told, clinician):
    condition = Condition.objects.get()
    mark_condition(condition=condition, is_met=True, note="On file.", by=clinician)

    home = told.get(HOME)

    assert home.has("[data-required=met]")
    assert "All of this is done." in home.words("[data-conditions]")
    assert "On file." not in home.words()


def test_the_letter_tells_the_message_the_reasons_and_who_signed(told):
    page = told.get(LETTER)

    assert "You may go on." in page.words("[data-message]")
    assert "It rises." in page.words("[data-rationale]")
    assert "Dr. Blue" in page.words("[data-letter]")
    assert Event.objects.filter(action="decision.read").exists()


def test_the_letter_can_be_saved_as_a_file(told):
    reply = told.client.get(f"{LETTER}pdf/")

    assert reply.content.startswith(b"%PDF")
    assert reply["Content-Disposition"].startswith("attachment")
    assert reply["Cache-Control"].count("no-store") == 1


def test_without_a_decision_there_is_no_letter(visitor):
    assert visitor.client.get(LETTER).status_code == 302
    assert visitor.client.get(f"{LETTER}pdf/").status_code == 302


def test_whoever_withdrew_has_no_letter_to_act_on(told):
    review.withdraw_case(case=Case.objects.get(), by=told.response.patient.user)

    assert told.client.get(LETTER).status_code == 302
