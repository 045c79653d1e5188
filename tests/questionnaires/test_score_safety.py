"""What staff enter is heard at once where it says that somebody may be in danger."""

from datetime import timedelta

import pytest

from intake.audit.models import Event
from intake.domain.answer import DECLINED, SKIPPED, answered
from intake.domain.safety import Level
from intake.domain.score_entry import entry_forms
from intake.practice.models import Organisation
from intake.questionnaires import actions, score_entry
from intake.safety.actions import causes_of
from intake.safety.models import Alert
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import answer_until, send
from tests.factories.scores import enter, entry, least, staff_scores

pytestmark = pytest.mark.django_db

# A screen that may be left open, which the shipped questionnaire does not allow.
OPEN_SCREEN = {
    "items": [
        {
            "link_id": "screen",
            "type": "group",
            "items": [
                {"instrument": "asq"},
                {"link_id": "when", "type": "string", "text": "When?"},
            ],
        }
    ],
    "facts": {"asq": {"calculate": "asq", "instrument": "asq", "attempt": "when"}},
    "screen": ["asq_1", "asq_2", "asq_3", "asq_4", "asq_5", "when"],
}
HIGH = {"cssrs_2": "yes", "cssrs_3": "no", "cssrs_4": "yes", "cssrs_5": "no"}


@pytest.mark.parametrize(
    ("said", "level"),
    [
        (answered(1), Level.LOW),
        (answered(3), Level.SAME_DAY),
        (DECLINED, Level.UNKNOWN),
        (SKIPPED, Level.UNKNOWN),
    ],
)
def test_item_12_of_the_qids_opens_an_alert(sent, clinician, said, level):
    enter(sent, entry("qids", least("qids", qids_12=said)), clinician)

    alert = Alert.objects.get()
    assert (alert.patient, alert.level) == (sent.patient, level)
    event = alert.events.get()
    assert (causes_of(event), event.source_id) == (["qids_12"], sent.pk)
    assert event.by == clinician


def test_item_12_beside_a_total_does_too(sent, clinician):
    answers = {"qids_total": answered(9), "qids_12": answered(2)}

    enter(sent, entry("qids", answers), clinician)

    assert Alert.objects.get().level == Level.LOW


def test_item_12_without_a_finished_screen_weighs_more(clinician):
    publish(**OPEN_SCREEN)
    sent = send(make_response(), asq_1=None)

    enter(sent, entry("qids", least("qids", qids_12=1)), clinician)

    assert Alert.objects.get().level == Level.UNKNOWN_POSITIVE


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({"cssrs_1": "yes"}, Level.LOW),
        ({"cssrs_6": "yes", "cssrs_6r": "no"}, Level.MODERATE),
        (HIGH | {"cssrs_3": "yes", "cssrs_4": "no"}, Level.SAME_DAY),
        (HIGH, Level.HIGH),
        ({"cssrs_2": SKIPPED}, Level.HIGH),
        ({"cssrs_6": "yes", "cssrs_6r": DECLINED}, Level.HIGH),
    ],
)
def test_the_triage_of_the_c_ssrs_opens_an_alert(sent, clinician, given, level):
    enter(sent, entry("cssrs", least("cssrs", **given)), clinician)

    assert Alert.objects.get().level == level


@pytest.mark.parametrize("code", entry_forms())
def test_calm_answers_open_none(sent, clinician, code):
    enter(sent, entry(code), clinician)

    assert not Alert.objects.exists()


def test_an_old_result_is_heard_as_well(sent, clinician):
    long_ago = Organisation.current().today() - timedelta(days=900)
    answers = least("cssrs", **HIGH)

    enter(sent, entry("cssrs", answers, given_on=long_ago), clinician)

    assert Alert.objects.get().level == Level.HIGH


def test_an_open_alert_is_raised_and_must_be_taken_on_again(risk, clinician):
    sent = send(risk, phq9_9=1)
    alert = Alert.objects.get()
    assert alert.level == Level.LOW

    enter(sent, entry("cssrs", least("cssrs", **HIGH)), clinician)

    alert.refresh_from_db()
    assert (alert.level, alert.present_level) == (Level.HIGH, Level.HIGH)
    assert alert.acknowledged_at is None


def test_a_calmer_result_lowers_nothing_and_stands_in_its_history(risk, clinician):
    sent = send(risk, asq_3="yes")
    alert = Alert.objects.get()

    enter(sent, entry("cssrs", least("cssrs", cssrs_1="yes")), clinician)

    alert.refresh_from_db()
    assert (alert.level, alert.present_level) == (Level.SAME_DAY, Level.SAME_DAY)
    assert alert.events.last().level == Level.LOW


def test_the_same_result_after_a_closed_alert_opens_another(
    sent, clinician, close_alert
):
    entered = entry("cssrs", least("cssrs", cssrs_1="yes"))
    enter(sent, entered, clinician)
    close_alert()

    enter(sent, entered, clinician)

    assert Alert.objects.open().count() == 1


def test_what_the_patient_said_stays_known_beside_it(risk, clinician, close_alert):
    """Else the answers that were dealt with would open an alert again."""
    sent = send(risk, phq9_9=1)
    enter(sent, entry("cssrs", least("cssrs", cssrs_1="yes")), clinician)
    close_alert()

    again = actions.ask_again(
        base=sent, items=["phq9_9"], by=clinician, reason="Please look again."
    )
    answer_until(again, phq9_9=1)

    assert not Alert.objects.open().exists()


@pytest.mark.parametrize("broken", ["note_level", "audit"])
def test_a_score_whose_alert_fails_is_not_stored(sent, clinician, monkeypatch, broken):
    def fail(**_anything):
        raise RuntimeError

    target = score_entry.safety if broken == "note_level" else score_entry
    name = "note_level" if broken == "note_level" else "_note_level"
    if broken == "audit":
        fail = lambda *_anything: 1 / 0  # noqa: E731 - a failure at the very end
    monkeypatch.setattr(target, name, fail)

    with pytest.raises((RuntimeError, ZeroDivisionError)):
        enter(sent, entry("cssrs", least("cssrs", **HIGH)), clinician)

    assert not staff_scores(sent).exists()
    assert not Alert.objects.exists()
    assert Event.objects.get(action="score.entered").outcome == Event.Outcome.FAILED
