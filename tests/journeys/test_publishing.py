"""A medical director publishes a questionnaire, in a browser, with and without scripts.

Every page on the way is checked for accessibility, on a phone and on a desk.
"""

import re
from urllib.parse import urlsplit

import pytest

from intake.operations.content import CONTENT
from intake.questionnaires.models import Questionnaire
from tests.factories.staff import PASSWORD, make_staff

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}
SMALLEST_TYPE = 18  # points, on paper
SHIPPED = CONTENT.joinpath("questionnaires", "screening.toml").read_text("utf-8")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def director(new_context, live_server, axe):
    """A signed-in director, each of whose pages is looked at once: some are long."""
    make_staff("medical_director", login="director")

    class Director:
        def __init__(self, **options):
            self.is_scripted = options.get("java_script_enabled", True)
            self.page = new_context(**options).new_page()
            self.seen = set()
            self.go("/staff/sign-in/")
            self.page.fill("[name=login]", "director")
            self.page.fill("[name=password]", PASSWORD)
            self.press("main form button")

        def go(self, path):
            self.page.goto(path if ":" in path else live_server.url + path)
            self.look()

        def press(self, what="main form[data-form] button"):
            self.page.locator(what).first.click()
            self.page.wait_for_load_state()
            self.look()

        def look(self):
            address = urlsplit(self.page.url).path
            if not self.is_scripted or address in self.seen:
                return
            self.seen.add(address)
            axe(self.page)
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= self.page.viewport_size["width"], self.page.url

        def upload(self, text):
            self.go("/staff/questionnaires/add/")
            content = {"name": "form.toml", "mimeType": "text/plain"}
            buffer = content | {"buffer": text.encode()}
            self.page.set_input_files("[name=file]", buffer)
            self.press()

    return Director


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="phone"),
        pytest.param({"viewport": DESK}, id="desk"),
        pytest.param({"viewport": PHONE, "java_script_enabled": False}, id="no script"),
    ],
)
def test_a_new_version_is_checked_looked_at_and_published(director, options):
    dora = director(**options)
    changed = SHIPPED.replace("or are you about to?", "or will you?")

    dora.upload(changed.replace('item = "bp_known"', 'item = "gone"'))
    summary = dora.page.locator("#error-summary a").first
    assert "which does not exist" in summary.inner_text()
    summary.click()
    assert dora.page.url.endswith("#item-blood_pressure_more")
    assert dora.page.locator("#item-blood_pressure_more .problem").is_visible()

    dora.upload(changed)
    home = dora.page.url
    dora.press("text=See it as patients will")
    dora.press("[data-next-page]")
    assert dora.page.locator("[data-preview]").is_visible()
    dora.press("text=Back to the overview")
    assert dora.page.url == home

    dora.press("form[data-form=publish] button")
    assert "Read the warnings" in dora.page.inner_text("#error-summary")
    dora.page.check("[name=accepted]")
    dora.press("form[data-form=publish] button")
    assert "Version 2 is open to new patients." in dora.page.inner_text(".notices")
    version = Questionnaire.objects.get(code="screening").active_version
    assert (version.number, version.safety_items) == (2, ["self_harm_now"])

    dora.press("text=Close to new patients")
    dora.press("form[data-form=close] button")
    dora.go("/start/")
    assert "We are not taking new requests right now" in dora.page.inner_text("main")
    dora.go("/staff/questionnaires/screening/1/open/")
    dora.press("form[data-form=open] button")
    dora.go("/start/")
    assert dora.page.locator("text=Start with your e-mail address").is_visible()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_form_is_printed_in_large_type(new_context, live_server, paper):
    page = new_context(viewport=DESK, java_script_enabled=False).new_page()
    page.goto(live_server.url + "/start/")
    with page.expect_navigation():
        page.click("text=Print the questions")

    document = page.pdf(format=paper)

    assert document.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", document)) > 20


def test_nothing_on_paper_is_small_or_pale(new_context, live_server):
    page = new_context(viewport=DESK, color_scheme="dark").new_page()
    page.goto(live_server.url + "/start/paper/")
    page.emulate_media(media="print", color_scheme="dark")

    small = page.evaluate(
        """least => [...document.querySelectorAll("body *")]
          .filter(e => e.offsetParent && [...e.childNodes].some(
            n => n.nodeType === 3 && n.data.trim()))
          .map(e => [e.className, getComputedStyle(e)])
          .filter(([_, s]) => parseFloat(s.fontSize) < least
            || s.color !== "rgb(0, 0, 0)")
          .map(([name, s]) => `${name} ${s.fontSize} ${s.color}`)""",
        SMALLEST_TYPE / 72 * 96 - 0.01,
    )

    assert small == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_form_on_paper_can_be_read_on_a_screen_too(
    new_context, live_server, axe, viewport
):
    page = new_context(viewport=viewport).new_page()

    page.goto(live_server.url + "/start/paper/")

    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
