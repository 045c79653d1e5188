"""An administrator opens the clinic, and a new clinician comes in, in a browser.

Every page on the way is checked for accessibility, on a phone and on a desk.
"""

import re

import pytest

from intake.practice.models import Location
from tests.factories.staff import PASSWORD, make_staff

PAGES = (
    "people/add/",
    "sites/",
    "organisation/",
    "help-numbers/",
    "help-numbers/?language=es",
    "test-message/",
    "test-text/",
)
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_browser(new_context, live_server, settings, axe):
    """A page whose looks are checked whenever it is asked to go or to press."""
    settings.SITE_URL = live_server.url

    class Visitor:
        def __init__(self, viewport):
            self.page = new_context(viewport=viewport).new_page()

        def go(self, address):
            self.page.goto(address if ":" in address else live_server.url + address)
            self.look()

        def press(self):
            self.page.locator("main form[data-form] button").first.click()
            self.look()

        def look(self):
            self.page.wait_for_load_state()
            axe(self.page)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= self.page.viewport_size["width"], self.page.url

        def sign_in(self, login, password):
            self.go("/staff/sign-in/")
            self.page.fill("[name=login]", login)
            self.page.fill("[name=password]", password)
            self.press()

    return Visitor


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_clinician_is_invited_and_signs_in(open_browser, viewport):
    make_staff("administrator", login="boss")
    site = Location.objects.create(name="Northside")
    boss, ana = open_browser(viewport), open_browser(viewport)

    boss.sign_in("boss", PASSWORD)
    boss.go("/staff/admin/people/add/")
    boss.press()
    assert boss.page.locator("#error-summary a").count() == 3
    boss.page.fill("[name=name]", "Dr. Ana Silva")
    boss.page.fill("[name=login]", "ana")
    boss.page.check("[name=roles][value=clinician]")
    boss.page.check(f"[name=sites][value='{site.pk}']")
    boss.press()
    link = boss.page.input_value("[data-link]")

    ana.go(link)
    ana.page.fill("[name=new_password]", "four new quiet words")
    ana.page.fill("[name=repeated]", "four new quiet words")
    ana.press()
    ana.go(link)
    assert "This link no longer works" in ana.page.inner_text("h1")
    ana.sign_in("ana", "four new quiet words")
    assert re.search(r"/staff/$", ana.page.url)


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [pytest.param(PHONE, "dark", id="phone"), pytest.param(DESK, "light", id="desk")],
)
def test_every_page_can_be_read_by_everybody(open_browser, viewport, scheme):
    make_staff("administrator", login="boss")
    ana = make_staff("clinician", name="Dr. Ana Silva")
    boss = open_browser(viewport)
    boss.page.emulate_media(color_scheme=scheme)

    boss.sign_in("boss", PASSWORD)
    for path in PAGES:
        boss.go(f"/staff/admin/{path}")
    for path in ("", "link/", "end/"):
        boss.go(f"/staff/admin/people/{ana.pk}/{path}")
    for path in ("password/", "forgot/", "welcome/spent/"):
        boss.go(f"/staff/{path}")
    boss.go("/staff/password/")
    boss.press()
    assert boss.page.locator("#error-summary a").count() == 3
