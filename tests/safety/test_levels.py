"""A clinician sets the level of an alert; answers alone only raise it."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.safety import actions, levels
from intake.safety.actions import AlertIsClosed, Concern, note_of
from intake.safety.levels import LevelHasChanged, NewLevel, ReasonIsMissing
from intake.safety.models import Alert, AlertEvent
from tests.factories.cases import make_patient
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

RESPONSE = uuid.uuid4()
REASON = "Asked by phone: old thoughts, no plan, brother stays."


@pytest.fixture
def patient(db):
    return make_patient()


@pytest.fixture
def clinician(db):
    return make_staff("clinician")


@pytest.fixture
def alert(patient):
    """Opened as due the same day."""
    return note(patient, Level.SAME_DAY, asq_3="yes").alert


def note(patient, level, *, adds=False, medical="", **answers):
    stored = {name: {"value": value} for name, value in answers.items()}
    concern = Concern(
        level=level,
        medical=medical,
        link_ids=tuple(stored),
        source_id=RESPONSE,
        answers=stored or None,
        adds=adds,
    )
    return actions.note_level(patient=patient, concern=concern, by=None)


def lower(alert, clinician, level=Level.LOW, reason=REASON):
    new = NewLevel(level, seen=Level(alert.level), reason=reason)
    return levels.lower_level(alert=alert, new=new, by=clinician)


def stored():
    return Alert.objects.order_by("-opened_at").first()


def test_a_clinician_raises_a_level_without_giving_a_reason(alert, clinician):
    new = NewLevel(Level.ACUTE, seen=Level.SAME_DAY)

    levels.raise_level(alert=alert, new=new, by=clinician)

    assert stored().level == Level.ACUTE
    event = alert.events.get(kind=AlertEvent.Kind.RAISED)
    assert (event.level, event.by) == (Level.ACUTE, clinician)


def test_a_clinician_lowers_a_level_with_name_and_reason(alert, clinician):
    lower(alert, clinician)

    assert stored().level == Level.LOW
    event = alert.events.get(kind=AlertEvent.Kind.LOWERED)
    assert (event.level, event.by, note_of(event)) == (Level.LOW, clinician, REASON)
    recorded = Event.objects.get(action="alert.level_lowered")
    assert recorded.detail == {"from": "same_day", "to": "low"}


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nobody_lowers_a_level_without_a_reason(alert, clinician, reason):
    with pytest.raises(ReasonIsMissing):
        lower(alert, clinician, reason=reason)

    assert stored().level == Level.SAME_DAY


@pytest.mark.parametrize("missing", ["sealed_note", "by"])
def test_the_database_keeps_no_lowering_without_name_and_reason(
    alert, clinician, missing
):
    row = {"sealed_note": b"sealed", "by": clinician} | {missing: None}

    with pytest.raises(IntegrityError), transaction.atomic():
        AlertEvent.objects.create(alert=alert, kind="lowered", level="low", **row)


def test_the_reason_lies_sealed(alert, clinician):
    lower(alert, clinician)

    sealed = alert.events.get(kind="lowered").sealed_note
    assert b"brother" not in bytes(sealed)


@pytest.mark.parametrize(
    ("change", "level"),
    [
        (levels.raise_level, Level.LOW),
        (levels.raise_level, Level.SAME_DAY),
        (levels.lower_level, Level.HIGH),
        (levels.lower_level, Level.SAME_DAY),
    ],
)
def test_a_level_goes_only_the_way_that_is_said(alert, clinician, change, level):
    new = NewLevel(level, seen=Level.SAME_DAY, reason=REASON)

    with pytest.raises(LevelHasChanged):
        change(alert=alert, new=new, by=clinician)

    assert stored().level == Level.SAME_DAY


def test_a_level_that_rose_meanwhile_is_not_lowered_unseen(patient, alert, clinician):
    note(patient, Level.ACUTE, self_harm_now="yes")

    with pytest.raises(LevelHasChanged):
        lower(alert, clinician)

    assert stored().level == Level.ACUTE
    recorded = Event.objects.get(action="alert.level_lowered")
    assert recorded.outcome == Event.Outcome.FAILED


def test_the_level_of_a_closed_alert_stays(alert, clinician):
    actions.close(alert=alert, outcome="safe_plan", note="Spoke.", by=clinician)

    with pytest.raises(AlertIsClosed):
        lower(alert, clinician)


def test_the_answers_that_were_known_do_not_raise_it_again(patient, alert, clinician):
    lower(alert, clinician)

    noted = note(patient, Level.SAME_DAY, asq_3="yes")

    assert not noted.worse
    assert (stored().level, stored().present_level) == ("low", "same_day")


@pytest.mark.parametrize(
    ("level", "answers"),
    [
        pytest.param(Level.SAME_DAY, {"asq_3": "yes", "asq_1": "yes"}, id="more"),
        pytest.param(Level.SAME_DAY, {"asq_2": "yes"}, id="another"),
        pytest.param(Level.HIGH, {"asq_3": "yes"}, id="weighs more by now"),
        pytest.param(Level.MODERATE, {"asq_4": "yes"}, id="milder, still above"),
    ],
)
def test_a_new_answer_raises_a_lowered_level_again(
    patient, alert, clinician, level, answers
):
    lower(alert, clinician)

    noted = note(patient, level, **answers)

    assert noted.level_rose
    assert stored().level == level


def test_an_answer_taken_back_and_given_again_is_new(patient, alert, clinician):
    lower(alert, clinician)
    note(patient, Level.NONE, asq_3="no")

    note(patient, Level.SAME_DAY, asq_3="yes")

    assert stored().level == Level.SAME_DAY


def test_a_screen_that_staff_enter_raises_it_again(patient, alert, clinician):
    lower(alert, clinician)

    note(patient, Level.MODERATE, adds=True, cssrs_6="yes")

    assert stored().level == Level.MODERATE


def test_a_medical_task_without_answers_does_not_raise_it(patient, alert, clinician):
    lower(alert, clinician)

    noted = note(patient, Level.SAME_DAY, medical="same_day")

    assert noted.medical_rose
    assert stored().level == Level.LOW


def test_answers_known_in_a_lowered_and_closed_alert_open_no_other(
    patient, alert, clinician
):
    lowered = lower(alert, clinician)
    actions.close(alert=lowered, outcome="safe_plan", note="Spoke.", by=clinician)

    assert note(patient, Level.SAME_DAY, asq_3="yes") is None


@pytest.mark.parametrize("medical", ["", "same_day"])
def test_nobody_has_set_the_level_of_a_new_alert(patient, medical):
    alert = note(patient, Level.HIGH, medical=medical).alert

    assert levels.latest_set(alert.events.all()) is None
