"""An alert says in short steps what to do, by what it is about."""

import pytest

from intake.questionnaires.actions import Place, Posted, save_page
from intake.safety import actions, replies
from tests.factories.cases import make_case, make_response
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db


def alert_after(site, *answers):
    """The alert of somebody who gave these answers, one after the other."""
    response = make_response(site=site)
    for item, value in answers:
        page = response.definition.page_of(item).link_id
        number = response.saved_pages.filter(page=page).count()
        stored = {item: {"state": "answered", "value": value}}
        save_page(
            response=response,
            place=Place(page),
            posted=Posted(stored, number, accepted=False),
            by=response.patient.user,
        )
    return response.patient.alerts.get()


def steps(client, alert):
    return values(client.get(f"/staff/alerts/{alert.pk}/"), "[data-kind]", "data-kind")


@pytest.mark.parametrize(
    ("answers", "due"),
    [
        pytest.param([("self_harm_now", "yes")], ["own"], id="own safety"),
        pytest.param([("harm_others_now", "yes")], ["others"], id="others"),
        pytest.param(
            [("self_harm_now", "yes"), ("harm_others_now", "yes")],
            ["others", "own"],
            id="both",
        ),
        pytest.param(
            [("harm_others_now", "yes"), ("harm_others_now", "no")],
            ["others"],
            id="taken back",
        ),
        pytest.param([("medical_emergency", "yes")], ["emergency"], id="emergency"),
        pytest.param(
            [("medical_emergency", "yes"), ("self_harm_now", "yes")],
            ["emergency", "own"],
            id="emergency and own safety",
        ),
        pytest.param([("cv_unstable", "yes")], ["body"], id="heart"),
    ],
)
def test_the_steps_are_those_of_what_was_said(signed_in, site, answers, due):
    assert steps(signed_in, alert_after(site, *answers)) == due


def test_an_unsafe_reply_to_an_emergency_is_about_own_safety_too(signed_in, site):
    alert = alert_after(site, ("medical_emergency", "yes"))
    said = replies.Reply(safe="no")

    replies.reply(patient=alert.patient, said=said, by=alert.patient.user)

    assert steps(signed_in, alert) == ["emergency", "own"]


def test_a_reading_that_was_sent_asks_for_a_call_today(signed_in, site):
    case = make_case({"bp_sys": 190, "bp_dia": 100}, site=site)

    assert steps(signed_in, case.patient.alerts.get()) == ["body"]


def test_the_numbers_are_those_of_the_crisis_record(signed_in, site):
    alert = alert_after(site, ("self_harm_now", "yes"))

    page = signed_in.get(f"/staff/alerts/{alert.pk}/")

    words = text(one(page, "[data-kind=own]"))
    assert "call 911 with the address" in words
    assert "Give them 988." in words


def test_a_closed_alert_asks_for_nothing(signed_in, clinician, site):
    alert = alert_after(site, ("self_harm_now", "yes"))
    actions.close(alert=alert, outcome="safe_plan", note="Spoke.", by=clinician)

    page = signed_in.get(f"/staff/alerts/{alert.pk}/")

    assert not parsed(page).select("[data-steps]")
