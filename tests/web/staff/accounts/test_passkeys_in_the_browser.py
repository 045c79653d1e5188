"""Passkeys of staff in a real browser, with an authenticator that the browser plays."""

import os
from pathlib import Path

import pytest

from intake.accounts.models import Factor
from tests.factories.factors import App
from tests.factories.staff import PASSWORD, make_site, make_staff
from tests.journeys.authenticator import play_authenticator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = os.environ.get("LOOKS")  # a folder for pictures of what was seen


@pytest.fixture
def ana(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    return make_staff("clinician", login="ana", name="Ana", sites=(make_site(),))


@pytest.fixture
def page(new_context, axe):
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.look = lambda name: look(page, axe, name)
    return page


def look(page, axe, name):
    axe(page)
    wide = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(wide), f"{name} scrolls sideways"
    if LOOKS:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 740})
            path = Path(LOOKS, f"{name}-{width}.png")
            page.screenshot(path=path, full_page=True)


def give_password(page, server):
    page.goto(f"{server.url}/staff/sign-in/")
    page.fill("[name=login]", "ana")
    page.fill("[name=password]", PASSWORD)
    page.click(".btn-primary")


def test_a_key_is_set_up_at_the_first_sign_in_and_opens_the_next(
    live_server, page, ana
):
    authenticator = play_authenticator(page)
    give_password(page, live_server)
    page.look("set-up")
    page.click("[data-passkey] button")
    page.wait_for_selector("[data-recovery-codes]")
    page.look("codes")
    page.click(".btn-primary")
    page.wait_for_url("**/staff/")
    page.goto(f"{live_server.url}/staff/account/")
    page.look("account")

    page.click("#sign-out button")
    give_password(page, live_server)
    page.wait_for_url("**/second/")
    page.look("second")
    page.click("[data-passkey] button")
    page.wait_for_url("**/staff/")

    factor = Factor.objects.get()
    assert (factor.kind, factor.uses > 0) == ("passkey", True)
    assert factor.device.startswith("Chrome")
    assert len(authenticator.credentials()) == 1


def test_a_passkey_of_nobody_is_refused_and_the_app_still_works(live_server, page, ana):
    authenticator = play_authenticator(page)
    give_password(page, live_server)
    page.click("[data-passkey] button")
    page.wait_for_selector("[data-recovery-codes]")
    page.click(".btn-primary")
    page.goto(f"{live_server.url}/staff/account/app/")
    app = App(page.text_content("[data-secret]"))
    page.fill("[name=code]", app.code())
    page.look("app")
    page.click(".btn-primary")
    page.wait_for_url("**/staff/account/")
    Factor.objects.filter(kind="app").update(last_step=0)
    Factor.objects.filter(kind="passkey").update(uses=10**6)

    page.click("#sign-out button")
    give_password(page, live_server)
    page.click("[data-passkey] button")
    page.wait_for_selector("#error-summary")
    assert authenticator.credentials()
    page.look("refused")
    page.fill("[name=code]", app.code())
    page.click(".btn-primary")
    page.wait_for_url("**/staff/")


def test_without_scripts_the_app_does_it_all(live_server, new_context, ana):
    page = new_context(java_script_enabled=False).new_page()
    give_password(page, live_server)
    assert not page.is_visible("[data-passkey]")
    page.click("summary")
    page.fill("[name=code]", App(page.text_content("[data-secret]")).code())
    page.click(".btn-primary")
    page.wait_for_url("**/staff/account/codes/**")
    page.click(".btn-primary")
    page.wait_for_url("**/staff/")
    page.goto(f"{live_server.url}/staff/account/passkey/")

    assert page.is_visible("[data-no-passkey]")
