"""The examples of the safety levels, from saved pages to the alert.

SF-09, which a clinician confirms, is tested with the page for it; SF-14, a C-SSRS that
a patient fills in alone, with the levels: nobody is ever given one here.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.questionnaires import actions
from intake.safety.models import Alert
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import answer, answer_partly, answer_until, save, send
from tests.factories.scores import enter, entry, least

pytestmark = pytest.mark.django_db

NOTHING_SAID = {"asq_1": "declined", "asq_2": "declined", "asq_3": "declined"}


def level():
    """The level of the only open alert; none when there is none."""
    alert = Alert.objects.open().first()
    return alert.level if alert else "none"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"phq9_9": 0}, "none", id="SF-01"),
        pytest.param({"phq9_9": 1}, "low", id="SF-02"),
        pytest.param({"phq9_9": 3}, "same_day", id="SF-03"),
        pytest.param(
            {"phq9_9": 0, "asq_4": "yes", "asq_4_when": "longer_ago"},
            "moderate",
            id="SF-05",
        ),
        pytest.param({"phq9_9": 2, "asq_3": "yes"}, "same_day", id="SF-06"),
        pytest.param({"asq_1": "yes", "asq_5": "yes"}, "acute", id="SF-07"),
        pytest.param({"asq_1": "yes", "asq_5": "declined"}, "high", id="SF-08"),
        pytest.param({"harm_others_now": "yes"}, "acute", id="SF-12"),
        pytest.param({"asq_4": "yes", "asq_4_when": "last_7_days"}, "high", id="SF-15"),
        pytest.param(
            {"asq_4": "yes", "asq_4_when": "declined"}, "same_day", id="SF-16"
        ),
        pytest.param({"asq_4": "declined"}, "same_day", id="SF-17"),
        pytest.param(
            NOTHING_SAID | {"asq_4": "declined", "asq_5": "declined"},
            "high",
            id="SF-18",
        ),
    ],
)
def test_a_sent_form_has_its_level(risk, given, expected):
    send(risk, **given)

    assert level() == expected


def test_sf_04_item_9_endorsed_and_the_screen_left(risk):
    answer_until(risk, "screen", phq9_9=1)

    actions.grade_unfinished(timezone.now() + timedelta(minutes=16))

    assert level() == "unknown_positive"


def test_sf_10_the_c_ssrs_asked_by_staff(sent, clinician):
    screen = least("cssrs", cssrs_2="yes", cssrs_3="no", cssrs_4="no", cssrs_5="yes")

    enter(sent, entry("cssrs", screen), clinician)

    assert level() == "high"


def test_sf_11_item_9_declined(risk):
    answer_until(risk, "mood")

    answer_partly(risk, "mood", phq9_9="declined")

    assert level() == "unknown"


def test_sf_13_an_answer_taken_back(risk):
    answer_until(risk, "screen_now", asq_3="yes")
    answer(risk, "screen_now", asq_5="yes")

    answer(risk, "screen_now", asq_5="no")

    assert level() == "acute"


def test_sf_19_a_page_that_was_not_reached(risk):
    answer(risk, "wanted")

    assert level() == "none"


def test_sf_20_item_12_of_the_qids_and_the_screen_not_completed(clinician):
    when = {"link_id": "when", "type": "string", "text": "When?"}
    group = {"link_id": "screen", "type": "group"}
    publish(
        items=[group | {"items": [{"instrument": "asq"}, when]}],
        facts={"asq": {"calculate": "asq", "instrument": "asq", "attempt": "when"}},
        screen=["asq_1", "asq_2", "asq_3", "asq_4", "asq_5", "when"],
    )
    sent = send(make_response(), asq_1=None)

    enter(sent, entry("qids", least("qids", qids_12=1)), clinician)

    assert level() == "unknown_positive"


@pytest.mark.parametrize("said", [{"state": "declined"}, {"state": "skipped"}])
def test_every_save_is_graded_and_not_only_the_last(risk, said):
    """An abandoned form acts as a sent one does."""
    answer_until(risk, "mood")
    save(risk, "mood", {"phq9_9": {"state": "answered", "value": 3}}, accepted=False)
    save(risk, "mood", {"phq9_9": said}, accepted=False)

    assert level() == "same_day"
