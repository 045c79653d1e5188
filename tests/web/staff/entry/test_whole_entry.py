"""A whole request by phone, by whoever answers it, over the pages alone."""

import pytest
from django.urls import reverse

from intake.questionnaires.models import Attestation, Response
from intake.review.models import Case
from tests.architecture.test_no_trace import ClientBrowser
from tests.factories.staff import make_site, make_staff
from tests.journeys import walk

pytestmark = pytest.mark.django_db
ABOUT = {name: value for name, value in walk.ABOUT_YOU.items() if name != "privacy"}
NEW = reverse("staff:entry_new")


@pytest.fixture
def desk(db):
    make_staff("clinician", sites=(site := make_site(),))
    return make_staff("front_desk", sites=(site,))


def enter_all(browser, mode, answers=None):
    """From the list of drafts to the reference number."""
    page = browser.get("/staff/drafts/")
    page = browser.get(page.html.select_one(f'a[href="{NEW}"]')["href"])
    given = ABOUT | {"mode": mode, "privacy": "on"}
    page = browser.post(page, page.form(), walk.inputs(page.form(), given))
    given = walk.GIVEN | walk.recent_reading() | {"_read_out": "on"} | (answers or {})
    for _step in range(walk.MOST_PAGES):
        if found := page.html.select_one("[data-reference]"):
            return found["data-reference"]
        page = walk.step(browser, page, given)
    raise walk.Stuck("the questionnaire does not end")


@pytest.mark.parametrize("mode", ["phone", "paper", "in_person"])
def test_the_front_desk_enters_and_sends_everything(desk, mode):
    browser = ClientBrowser()
    browser.client.force_login(desk)

    reference = enter_all(browser, mode)

    case = Case.objects.get(reference=reference)
    assert case.response.state == Response.State.COMPLETED
    pages = case.response.saved_pages.filter(accepted=True)
    assert set(pages.values_list("mode", "by")) == {(mode, desk.pk)}
    attested = Attestation.objects.get(response=case.response)
    assert (attested.mode, attested.by) == (mode, desk)


def test_a_risk_answer_on_the_way_asks_for_a_clinician_and_the_entry_goes_on(desk):
    browser = ClientBrowser()
    browser.client.force_login(desk)

    reference = enter_all(browser, "phone", {"phq9_9": "2", "asq_3": "yes"})

    case = Case.objects.get(reference=reference)
    assert case.tier == "urgent_safety_review"
    assert any(address.endswith("/now/") for address in browser.visited)
