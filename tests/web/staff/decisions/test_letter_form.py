"""Conditions, reasons and the draft on the page on which a case is decided."""

import pytest

from intake.decisions.letters import told_of
from intake.domain.letters.words import shipped_words
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
WORDS = shipped_words()["en"]
OUTCOMES = {"outcome_iv_im": "conditional", "outcome_in": "eligible"}
LATER = {"outcome_iv_im": "not_now", "outcome_in": "not_now"}
TEXTS = {"rationale": "Why.", "message": "Words of one's own."}
DAY = {"return_on.year": "2099", "return_on.month": "3", "return_on.day": "1"}


@pytest.fixture
def press(client, clinician, case):
    client.force_login(clinician)
    url = f"/staff/cases/{case.reference}/decide/"
    opened = client.get(url)

    def press(action, values, page=opened):
        return client.post(url, {**hidden(page), **values, "_action": action})

    return press


def message(page):
    return text(one(page, "[name=message]"))


def test_a_draft_fills_the_message_from_what_is_chosen(press, case):
    page = press("draft", OUTCOMES | {"conditions": ["bp_log", "escort"]})

    assert page.status_code == 200
    assert "Hello Pat" in message(page)
    assert WORDS.conditions["escort"].text in message(page)
    assert not case.decisions.exists()


def test_a_draft_that_nobody_touched_is_drafted_anew(press):
    first = press("draft", OUTCOMES)

    again = press(
        "draft", LATER | {"message": one(first, "[name=message]").text}, first
    )

    assert WORDS.following["not_now"] in message(again)


def test_a_changed_message_is_never_overwritten_by_a_draft(press):
    page = press("draft", OUTCOMES | TEXTS)

    assert "Words of one's own." in message(page)
    assert "Hello Pat" in text(one(page, "[data-new-draft]"))


def test_a_draft_needs_the_outcomes(press):
    page = press("draft", {"conditions": ["bp_log"]})

    assert page.status_code == 422
    assert len(one(page, "#error-summary").select("a")) >= 2


def test_what_was_chosen_is_kept_with_the_decision(press, case):
    sent = (
        OUTCOMES
        | TEXTS
        | {
            "conditions": ["pregnancy_test"],
            "own_conditions": "Call Dr. Grey.\n\n  Bring your  glasses. ",
            "reasons": ["meets_criteria"],
        }
    )

    assert press("record", sent).status_code == 302

    told = told_of(case.decisions.get(), case)
    assert [one.text for one in told.conditions] == [
        WORDS.conditions["pregnancy_test"].text,
        "Call Dr. Grey.",
        "Bring your glasses.",
    ]
    assert told.choices.reasons == ("meets_criteria",)


def test_a_preview_shows_the_conditions_that_the_patient_will_see(press):
    page = press("preview", OUTCOMES | TEXTS | {"conditions": ["bp_log"]})

    assert WORDS.conditions["bp_log"].text in text(one(page, "[data-preview]"))
    assert parsed(page).select("details[open] input[value=bp_log][checked]")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param(LATER | {"conditions": ["bp_log"]}, "conditions", id="conditions"),
        pytest.param(OUTCOMES | DAY, "return_on", id="a day without a not now"),
        pytest.param(
            LATER | DAY | {"return_on.year": "2001"}, "return_on", id="a day gone by"
        ),
        pytest.param(
            LATER | DAY | {"return_on.month": "13"}, "return_on", id="no such day"
        ),
        pytest.param(OUTCOMES | {"conditions": ["x"]}, "conditions", id="no such one"),
        pytest.param(
            OUTCOMES | {"own_conditions": "long " * 100},
            "own_conditions",
            id="too long",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_with_advice(press, case, values, field):
    page = press("record", TEXTS | values)

    assert page.status_code == 422
    target = one(page, "#error-summary a")["href"].removeprefix("#")
    assert target.startswith(f"id_{field}")
    assert parsed(page).find(id=target)
    assert not case.decisions.exists()


def test_a_day_to_come_back_is_recorded_with_a_not_now(press, case):
    assert press("record", LATER | TEXTS | DAY).status_code == 302

    assert told_of(case.decisions.get(), case).return_on.isoformat() == "2099-03-01"
