"""What a patient tells after a risk answer reaches staff, and only ever raises."""

import pytest

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.safety import actions, replies
from intake.safety.actions import Concern
from intake.safety.models import Alert, AlertEvent
from intake.safety.replies import NothingToReplyTo, Reply
from tests.factories.cases import make_patient
from tests.factories.newcomers import make_identity
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

WHERE = "12 Elm Street, second floor"


@pytest.fixture
def patient(db):
    return make_patient()


def open_alert(patient, level):
    found = Concern(level, answers={"asked": {"value": "yes"}})
    return actions.note_level(patient=patient, concern=found, by=patient.user).alert


def tell(patient, **said):
    return replies.reply(patient=patient, said=Reply(**said), by=patient.user)


@pytest.mark.parametrize("before", [Level.LOW, Level.SAME_DAY, Level.ACUTE])
@pytest.mark.parametrize(
    ("safe", "least"),
    [("", Level.NONE), ("yes", Level.NONE), ("unsure", "same_day"), ("no", "acute")],
)
def test_a_reply_raises_a_level_and_never_lowers_it(patient, before, safe, least):
    alert = open_alert(patient, before)

    tell(patient, safe=safe, phone="555 010 0199")

    alert.refresh_from_db()
    assert alert.level == max(before, Level(least))
    assert Level(alert.present_level) >= before


def test_not_safe_has_to_be_taken_on_anew(patient):
    alert = open_alert(patient, Level.LOW)
    actions.acknowledge(alert=alert, note="", by=make_staff("clinician"))

    tell(patient, safe="no")

    alert.refresh_from_db()
    assert alert.acknowledged_at is None


def test_it_is_sealed_and_can_be_opened(patient):
    open_alert(patient, Level.HIGH)

    event = tell(patient, safe="unsure", whereabouts=WHERE, may_leave_message="no")

    assert b"Elm" not in bytes(event.sealed_note)
    assert replies.reply_of(event) == Reply(
        safe="unsure", whereabouts=WHERE, may_leave_message="no"
    )
    assert Event.objects.get(action="alert.replied").detail == {}


def test_one_reply_is_one_event(patient):
    alert = open_alert(patient, Level.LOW)

    event = tell(patient, safe="no")

    assert [one.kind for one in alert.events.all()] == ["answer", "replied"]
    assert event == alert.events.last()


def test_saying_nothing_leaves_nothing(patient):
    alert = open_alert(patient, Level.HIGH)

    assert tell(patient) is None
    assert alert.events.count() == 1


def test_the_same_reply_twice_counts_once(patient):
    alert = open_alert(patient, Level.HIGH)

    tell(patient, safe="no", phone="555 010 0199")
    again = tell(patient, safe="no", phone="555 010 0199")

    assert again is None
    assert alert.events.filter(kind=AlertEvent.Kind.REPLIED).count() == 1


def test_the_latest_reply_counts(patient):
    open_alert(patient, Level.HIGH)

    tell(patient, safe="no")
    tell(patient, safe="yes", whereabouts=WHERE)

    assert replies.latest_reply(patient) == Reply(safe="yes", whereabouts=WHERE)
    assert Alert.objects.get().level == Level.ACUTE


@pytest.mark.parametrize(
    ("safe", "is_open"), [("no", True), ("unsure", True), ("yes", False)]
)
def test_after_the_alert_was_closed_only_danger_opens_another(patient, safe, is_open):
    alert = open_alert(patient, Level.HIGH)
    clinician = make_staff("clinician")
    actions.close(alert=alert, outcome="safe_plan", note="Spoke.", by=clinician)

    event = tell(patient, safe=safe)

    assert Alert.objects.open().exists() is is_open
    assert (event.alert != alert) is is_open


@pytest.mark.parametrize(
    ("known", "said", "expected"),
    [
        pytest.param("yes", None, ("555 1", True, False), id="told nothing"),
        pytest.param("no", None, ("555 1", False, False), id="never a message"),
        pytest.param("yes", Reply(safe="no"), ("555 1", True, False), id="no number"),
        pytest.param(
            "yes",
            Reply(may_leave_message="no"),
            ("555 1", False, True),
            id="not safe at the number that is known",
        ),
        pytest.param(
            "yes",
            Reply(phone="555 2", may_leave_message="no"),
            ("555 2", False, True),
            id="another number, no message",
        ),
        pytest.param(
            "no",
            Reply(phone="555 2", may_leave_message="yes"),
            ("555 2", True, False),
            id="another number, message",
        ),
        pytest.param(
            "yes",
            Reply(phone="555 2"),
            ("555 2", False, False),
            id="another number and nothing said of messages",
        ),
        pytest.param(
            "yes",
            Reply(phone="5551"),
            ("5551", True, False),
            id="the same number, written differently",
        ),
    ],
)
def test_what_was_told_last_goes_before_what_was_known(known, said, expected):
    identity = make_identity(phone="555 1", may_leave_message=known)

    reach = replies.how_to_reach(identity, said)

    assert (reach.phone, reach.may_leave_message, reach.forbids_message) == expected


def test_somebody_of_whom_nothing_is_known_is_left_no_message():
    assert not replies.how_to_reach(None, Reply(phone="555 2")).may_leave_message


def test_without_an_alert_there_is_nothing_to_reply_to(patient):
    with pytest.raises(NothingToReplyTo):
        tell(patient, safe="no")
