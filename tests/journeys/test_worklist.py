"""The worklist in a browser: by keyboard, and kept up to date under the reader."""

import pytest
from django.conf import settings
from django.test import Client

from intake.accounts.models import User
from intake.practice.models import Location
from intake.review import assigning
from intake.review.models import Case
from tests.factories.cases import make_case

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = {"phone": {"width": 360, "height": 780}, "desk": {"width": 1280, "height": 800}}


@pytest.fixture(params=SIZES)
def page(new_context, live_server, clinician, request):
    """The worklist with three cases, as its clinician sees it."""
    for _case in range(3):
        make_case(site=Location.objects.first())
    client = Client()
    client.force_login(User.objects.get(login=clinician["login"]))
    context = new_context(viewport=SIZES[request.param])
    key = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": key.key, "value": key.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/staff/")
    return page


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def test_it_is_accessible_and_fits(page, axe):
    page.locator(".filters summary").click()
    axe(page)
    assert (
        page.evaluate("document.documentElement.scrollWidth")
        <= (page.viewport_size["width"])
    )


def test_keys_go_up_and_down_the_list_and_open_a_case(page):
    first, second, _third = page.locator("[data-case] th a").all_inner_texts()
    page.locator("[data-case] th a").first.focus()

    page.keyboard.press("j")
    assert focused(page) == second
    page.keyboard.press("k")
    page.keyboard.press("ArrowUp")
    assert focused(page) == first
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/staff/cases/{first}/")


def test_what_colleagues_do_shows_without_moving_the_reader(page, clinician):
    case = Case.objects.get(
        reference=page.locator("[data-case] th a").nth(1).inner_text()
    )
    page.locator("[data-case] th a").nth(1).focus()
    colleague = User.objects.get(login="on.call")
    assigning.hand_over(case=case, to=colleague, by=colleague)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("td[data-assignee]", has_text="On Call").wait_for()

    assert focused(page) == case.reference
    said = page.locator("#live-said").inner_text()
    assert said == "The list was brought up to date."
