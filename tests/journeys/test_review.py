"""A clinician reads a case with much to say and decides it, on a phone and at a desk.

Every page on the way is checked for accessibility and for fitting the screen.
"""

from datetime import date

import pytest

from intake.practice.models import Location
from tests.factories.cases import make_case
from tests.factories.staff import PASSWORD, make_staff

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}
# What reaches beyond the edge of the screen, if the page can be pushed that far.
TOO_WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.querySelectorAll('main *')]
    .filter(element => element.getBoundingClientRect().right > edge)
    .map(element => element.outerHTML.slice(0, 200));
}"""
TROUBLED = {
    "aneurysm": "yes",
    "allergy": "yes",
    "cv_unstable": "yes",
    "bp_sys": 152,
    "bp_dia": 94,
    "stay": "no",
    "escort": "unsure",
    "phq9_9": 2,
    "asq_3": "yes",
    "medicines": [
        {"rx_name": "oxycodone hydrochloride extended release", "rx_dose": "10 mg"},
        {"rx_name": "lorazepam"},
        {"rx_name": "unpronounceablelongnameofsomethingunknown"},
    ],
}


@pytest.fixture
def read(new_context, live_server, axe):
    """Open an address as a person signed in, and check how it looks."""

    def sign_in(login, viewport, scheme):
        page = new_context(viewport=viewport, color_scheme=scheme).new_page()
        page.goto(f"{live_server.url}/staff/sign-in/")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.locator("form[data-form=sign-in] button").click()
        return page

    def look(page, path=""):
        if path:
            page.goto(live_server.url + path)
        page.wait_for_load_state()
        axe(page)
        assert page.evaluate(TOO_WIDE) == [], page.url

    sign_in.look = look
    return sign_in


@pytest.fixture
def case(transactional_db):
    site = Location.objects.get()
    make_staff("clinician", login="casey", sites=(site,))
    make_staff("front_desk", login="fred", sites=(site,))
    return make_case(TROUBLED, site=site, born_on=date(1950, 1, 2))


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [pytest.param(PHONE, "dark", id="phone"), pytest.param(DESK, "light", id="desk")],
)
def test_every_page_of_the_review_can_be_read_by_everybody(
    read, case, viewport, scheme
):
    page = read("casey", viewport, scheme)

    read.look(page, "/staff/")
    read.look(page, f"/staff/alerts/{case.patient.alerts.get().pk}/")
    page.click("button[value=close]")
    read.look(page)
    read.look(page, f"/staff/cases/{case.reference}/")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    read.look(page)
    page.locator("a[href$='/outside/']").first.click()
    read.look(page)
    page.go_back()
    page.locator("a[href*='/staff/findings/']").first.click()
    read.look(page)
    page.go_back()
    page.click("a[data-decide]")
    page.click("button[value=record]")
    read.look(page)
    for route in ("iv_im", "in"):
        page.check(f"[name=outcome_{route}][value=not_now]")
    page.fill("[name=rationale]", "Safety first.")
    page.fill("[name=message]", "We would like to talk with you first.")
    page.click("button[value=preview]")
    read.look(page)
    page.click("button[value=record]")
    read.look(page)
    assert page.locator("article.decision").count() == 1
    read.look(page, "/staff/?show=closed")


def test_the_front_desk_reads_who_and_how_far(read, case):
    page = read("fred", PHONE, "light")

    read.look(page, "/staff/")
    page.click("[data-case] a")
    read.look(page)

    assert page.locator("[data-finding], [data-score]").count() == 0
    assert "555 010 0111" in page.inner_text("main")


def test_a_case_is_printed_whole_with_nothing_to_press(read, case):
    page = read("casey", DESK, "light")
    page.goto(page.url.split("/staff/")[0] + f"/staff/cases/{case.reference}/")

    page.emulate_media(media="print")

    assert page.locator("dd[data-item=stay]").first.is_visible()
    assert not page.locator("a[data-decide]").is_visible()
    assert not page.locator("button:visible").count()
