"""Clinicians see which answers about safety were changed, from what to what."""

import pytest

from intake.domain.questionnaire.answers import ListState
from intake.questionnaires import actions
from intake.questionnaires.models import Mode
from intake.review import actions as review
from tests.factories.cases import make_response
from tests.factories.questionnaires import LISTS, RISK, publish_part
from tests.factories.responses import (
    add_row,
    answer,
    answer_until,
    fresh,
    save,
    say_of_list,
)
from tests.web.staff.reading import one, parsed, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def response(site):
    publish_part(*RISK)
    response = make_response(site=site)
    answer_until(response, "screen", phq9_9=3)
    answer(response, "screen", asq_3="yes")
    answer(response, "screen", asq_3="no")
    return response


def alert_page(client, response):
    alert = response.patient.alerts.get()
    return client.get(f"/staff/alerts/{alert.pk}/")


def entries(page):
    return [
        (row["data-changed"], text(row.select_one("[data-before]")), text(row.b))
        for row in parsed(page).select("[data-changed]")
    ]


def test_an_alert_shows_what_was_changed_before_anything_is_sent(
    client, clinician, response
):
    client.force_login(clinician)

    page = alert_page(client, response)

    assert entries(page) == [("asq_3", "Yes", "No")]
    row = text(one(page, "[data-changed=asq_3]"))
    assert "thoughts about killing yourself" in row
    assert "by the patient" in row


def test_the_latest_change_comes_first(client, clinician, response):
    answer(response, "mood", phq9_9=0)
    client.force_login(clinician)

    names = [name for name, _before, _now in entries(alert_page(client, response))]

    assert names == ["phq9_9", "asq_3"]


def test_a_change_that_staff_entered_names_them(client, clinician, response):
    now = fresh(response)
    posted = actions.Posted(
        now.latest("mood").data | {"phq9_9": {"value": 1}},
        now.number("mood"),
        mode=Mode.PHONE,
    )
    actions.save_page(
        response=response, place=actions.Place("mood"), posted=posted, by=clinician
    )
    client.force_login(clinician)

    row = text(one(alert_page(client, response), "[data-changed=phq9_9]"))

    assert f"by {clinician}, by phone" in row


def test_a_case_shows_them_too(client, clinician, response):
    answer_until(response)
    case = review.receive_response(response=response, by=response.patient.user)
    client.force_login(clinician)

    page = client.get(f"/staff/cases/{case.reference}/")

    assert entries(page) == [("asq_3", "Yes", "No")]


def test_rows_of_a_list_are_told_by_what_they_said(client, clinician, site):
    publish_part(*LISTS)
    response = make_response(site=site)
    answer(response, "wanted")
    row = add_row(response, "medicines", rx_name="lithium", rx_dose="300 mg")
    say_of_list(response, "medicines", ListState.DONE)
    data = fresh(response).latest("medicines", row).data
    save(response, "medicines", data, row=row, removed=True)
    answer_until(response)
    case = review.receive_response(response=response, by=response.patient.user)
    client.force_login(clinician)

    found = entries(client.get(f"/staff/cases/{case.reference}/"))

    assert found == [
        ("medicines", "The list is complete", "Nothing to list"),
        ("medicines", "lithium · 300 mg", "Removed from the list"),
    ]


def test_nothing_is_said_where_nothing_was_changed(client, clinician, site):
    publish_part(*RISK)
    response = make_response(site=site)
    answer_until(response, "screen", phq9_9=3)
    client.force_login(clinician)

    assert "Answers that were changed" not in alert_page(client, response).text
