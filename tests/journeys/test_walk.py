"""The bot that knows only what is promised walks from sign-in to decision."""

import pytest

from tests.journeys import walk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.journeys.demo_urls"),
]


def test_the_journey_leads_from_sign_in_to_the_message(demo_server, clinician):
    staff = [{"role": "clinician", **clinician}]

    reference = walk.walk(demo_server.url, staff)

    assert len(reference) == 9


def test_a_risk_answer_brings_help_first_and_the_journey_goes_on(
    demo_server, clinician
):
    browser = walk.Browser(demo_server.url)
    risky = {"phq9_9": "2", "asq_1": "yes", "asq_3": "yes"}

    reference = walk.walk_patient(browser, risky)

    status = browser.get("/patient/")
    assert status.html.select_one("aside[data-crisis=page]")
    staff = walk.Browser(demo_server.url)
    page = staff.get("/staff/sign-in/")
    values = [("login", clinician["login"]), ("password", clinician["password"])]
    staff.post(page, page.form("sign-in"), values)
    worklist = staff.get("/staff/")
    assert worklist.html.select_one("[data-alert]")["data-level"] == "same_day"
    case = worklist.html.select_one(f'[data-case="{reference}"]')
    assert case["data-tier"] == "urgent_safety_review"
