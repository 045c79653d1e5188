"""A whole review without a mouse: from the worklist to a signed decision."""

import pytest

from intake.practice.models import Location
from intake.review.models import Decision
from tests.factories.cases import make_case

pytestmark = pytest.mark.django_db(transaction=True)
FOCUSED = "document.activeElement.outerHTML.slice(0, 200)"


class Keyboard:
    """Hands on the keys alone; it counts them.

    Attributes:
        pressed: Keys that move, choose and send; words that are written do not count.
        pages: How many pages were opened.
    """

    def __init__(self, page):
        self.page, self.pressed, self.pages = page, 0, 1

    def press(self, key):
        self.page.keyboard.press(key)
        self.pressed += 1

    def skip(self):
        """Over what stands above every page, by the first link of all."""
        self.press("Tab")
        self.press("Enter")

    def to(self, selector, most=40):
        """On with Tab until the focus is there."""
        for _step in range(most):
            self.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"{selector} was not reached: {self.page.evaluate(FOCUSED)}")

    def follow(self):
        """Enter, and the page that comes of it."""
        with self.page.expect_navigation():
            self.press("Enter")
        self.pages += 1

    def write(self, field, words):
        self.to(f"[name={field}]")
        self.page.keyboard.type(words)


@pytest.fixture
def keyboard(new_context, live_server, clinician):
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{live_server.url}/staff/sign-in/")
    page.locator("[name=login]").focus()
    page.keyboard.type(clinician["login"])
    page.keyboard.press("Tab")
    page.keyboard.type(clinician["password"])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return Keyboard(page)


def deal_with_the_first_finding(keyboard):
    keyboard.skip()
    keyboard.to("a[href='#findings']")
    keyboard.press("Enter")
    keyboard.to("a[href*='/staff/findings/']")
    keyboard.follow()
    keyboard.skip()
    keyboard.to("[name=kind]")
    keyboard.press("ArrowDown")
    keyboard.write("reason", "Repeated today, in range.")
    keyboard.write("source", "Measured here")
    keyboard.to("button[value=continue]")
    keyboard.follow()


def decide(keyboard):
    keyboard.skip()
    keyboard.to("a[data-decide]")
    keyboard.follow()
    keyboard.skip()
    for route in ("iv_im", "in"):
        keyboard.to(f"[name=outcome_{route}]")
        keyboard.press("ArrowDown")
    keyboard.to(".folded summary")
    keyboard.press("Enter")
    keyboard.to("[name=conditions]")
    keyboard.press("Space")
    keyboard.write("rationale", "You may begin once your blood pressure is settled.")
    keyboard.to("button[value=draft]")
    keyboard.follow()


def test_a_case_is_reviewed_and_decided_by_keyboard_alone(keyboard):
    case = make_case({"bp_sys": 152, "bp_dia": 94}, site=Location.objects.get())
    page = keyboard.page
    page.reload()

    keyboard.skip()
    keyboard.to("[data-case] a")
    keyboard.follow()
    deal_with_the_first_finding(keyboard)
    decide(keyboard)
    assert "Thank you for your answers" in page.evaluate("document.activeElement.value")
    keyboard.to("button[value=preview]")
    keyboard.follow()
    keyboard.skip()
    keyboard.to("button[value=record]")
    keyboard.follow()

    assert page.locator("article.decision").count() == 1
    decided = Decision.objects.get(case=case)
    assert set(decided.outcomes.values_list("outcome", flat=True)) == {"conditional"}
    assert keyboard.pages == 8
    assert keyboard.pressed <= 90
