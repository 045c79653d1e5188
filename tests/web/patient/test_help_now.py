"""The page that comes before everything else after a risk answer."""

import pytest

from intake.audit.models import Event
from tests.factories.questionnaires import BODY, RISK, publish_part
from tests.factories.responses import answer_until

pytestmark = pytest.mark.django_db

OTHERS = "If you think you might hurt someone"
OWN = "we want to help keep you safe"
PRESSURE = "rest five minutes, measure again"


def help_after(visit, parts, where, before=None, **given):
    """The page of help to which a page of calm answers and these leads."""
    publish_part(*parts)
    visitor = visit()
    answer_until(visitor.response, where, bp_known="yes", **(before or {}))
    page = visitor.open(where)
    calm = {
        box["name"]: "0" if box["name"].startswith("phq9") else "no"
        for box in page.html.select("input[type=radio]")
    }
    reply = visitor.send(where, calm | given)
    assert reply.leads_to == visitor.url("now")
    return visitor, visitor.get(reply.leads_to)


@pytest.mark.parametrize(
    ("parts", "where", "given", "kind", "said", "unsaid"),
    [
        pytest.param(
            RISK, "mood", {"phq9_9": "3"}, "page", [OWN], [OTHERS], id="item 9"
        ),
        pytest.param(
            RISK, "screen", {"asq_3": "yes"}, "page", [OWN], [OTHERS], id="screen"
        ),
        pytest.param(
            RISK,
            "screen",
            {"asq_4": "declined"},
            "page",
            [OWN],
            [OTHERS],
            id="declined",
        ),
        pytest.param(
            RISK, "today", {"self_harm_now": "yes"}, "page", [OWN], [OTHERS], id="now"
        ),
        pytest.param(
            RISK,
            "harm_others_now",
            {"harm_others_now": "yes"},
            "page",
            [OTHERS],
            [OWN],
            id="others",
        ),
        pytest.param(
            RISK,
            "harm_others_now",
            {"harm_others_now": "declined"},
            "page",
            [OTHERS],
            [OWN],
            id="does not say whether others",
        ),
        pytest.param(
            BODY,
            "right_now",
            {"medical_emergency": "yes"},
            "emergency",
            ["This may be an emergency", "Do not drive yourself"],
            [OWN, OTHERS],
            id="emergency",
        ),
        pytest.param(
            BODY,
            "heart_now",
            {"cv_unstable": "yes"},
            "emergency",
            [PRESSURE],
            [OWN, "This may be an emergency"],
            id="heart",
        ),
        pytest.param(
            BODY,
            "blood_pressure_more",
            {"bp_sys": "190", "bp_dia": "100"},
            "emergency",
            [PRESSURE],
            [OWN],
            id="reading",
        ),
    ],
)
def test_it_says_what_is_due(visit, parts, where, given, kind, said, unsaid):
    _visitor, reply = help_after(visit, parts, where, **given)

    assert reply.one("main")["data-crisis"] == kind
    words = reply.words()
    assert all(text in words for text in said)
    assert not any(text in words for text in unsaid)


def test_it_says_both_when_both_are_due(visit):
    _visitor, reply = help_after(
        visit,
        RISK,
        "harm_others_now",
        before={"self_harm_now": "unsure"},
        harm_others_now="yes",
    )

    assert all(text in reply.words() for text in (OTHERS, OWN))


def test_it_has_the_numbers_to_call_and_the_way_on(visit):
    visitor, reply = help_after(visit, RISK, "mood", phq9_9="3")

    assert reply.has("a[href='tel:988']")
    assert reply.has("a[href='tel:911']")
    assert reply.one("a[data-next]")["href"] == visitor.address("screen")


def test_it_names_no_level_and_promises_no_watch(visit):
    _visitor, reply = help_after(visit, RISK, "mood", phq9_9="3")

    words = reply.html.get_text(" ")
    assert "not watched around the clock" in words
    assert "same day" not in words.lower()


def test_its_title_and_address_say_nothing_of_health(visit):
    visitor, reply = help_after(visit, RISK, "mood", phq9_9="3")

    said = (reply.one("title").get_text() + visitor.url("now")).lower()
    assert not any(word in said for word in ("suicid", "crisis", "risk", "harm"))


def test_leaving_the_screen_unfinished_brings_help_before_home(visit):
    publish_part(*RISK)
    visitor = visit()
    answer_until(visitor.response, "screen", phq9_9=1)

    reply = visitor.send("screen", {"asq_1": "no"}, action="leave")

    assert reply.leads_to == visitor.url("now")


def test_what_was_shown_is_recorded(visit):
    visitor, _reply = help_after(visit, RISK, "mood", phq9_9="3")

    event = Event.objects.get(action="help.shown")
    assert event.patient_id == str(visitor.response.patient_id)
    assert event.detail == {"language": "en"}


def test_it_may_be_opened_again_and_changes_nothing(visit):
    visitor, reply = help_after(visit, RISK, "mood", phq9_9="3")

    again = visitor.get(visitor.url("now"))

    assert again.words() == reply.words()
    assert visitor.post(visitor.url("now")).status == 405
