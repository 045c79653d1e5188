"""A new article with a figure and a source, by somebody who never wrote one."""

import re

import pytest
from playwright.sync_api import expect

from intake.education.models import ArticlePage
from tests.factories.staff import PASSWORD

LETTERS_A_SECOND = 2.5  # thirty words a minute
SECONDS_A_CLICK = 4  # to look for the next thing and press it
SLOW = 30_000  # milliseconds that the editor may take to start on a busy machine

WORDS = {
    "summary": "Eat little, and nothing for some hours before: you may feel sick.",
    "key_points-0-value": "Feeling sick is common during a visit.",
    "key_points-1-value": "An empty stomach makes it milder.",
    "key_points-2-value": "Your clinic tells you how many hours.",
    "body-0-value-heading": "Why an empty stomach?",
    "unknowns-0-value": "Nobody has studied how many hours are best.",
    "questions-0-value": "When do I stop eating?",
    "questions-1-value": "May I drink water?",
    "questions-2-value": "What if I feel sick anyway?",
}
FIGURE = {
    "heading": "How many feel sick?",
    "people": "adults with depression",
    "time": "on the day of a visit",
    "treatment": "nasal spray",
    "comparison": "dummy spray",
    "rows-0-value-result": "felt sick",
    "rows-0-value-treated": "27",
    "rows-0-value-compared": "6",
    "caution": "Two short studies; others may differ.",
}
SOURCE = {"code": "F1", "citation": "Spravato prescribing information, section 6."}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Hands:
    """What an editor does to a page, with how long it would take a slow one.

    Attributes:
        clicks: How often something was pressed, chosen or gone into.
        letters: How many letters were typed.
    """

    def __init__(self, page):
        self.page, self.clicks, self.letters = page, 0, 0

    @property
    def minutes(self) -> float:
        typing = self.letters / LETTERS_A_SECOND
        return (typing + self.clicks * SECONDS_A_CLICK) / 60

    def press(self, role, name, which=0):
        self.page.get_by_role(role, name=name, exact=True).nth(which).click()
        self.clicks += 1

    def write(self, name, words):
        self.page.fill(f"[name='{name}']", words)
        self._wrote(words)

    def type(self, selector, words):
        self.page.locator(selector).first.press_sequentially(words)
        self._wrote(words)

    def choose(self, name, value):
        self.page.select_option(f"[name='{name}']", value)
        self.clicks += 2

    def _wrote(self, words):
        self.clicks += 1
        self.letters += len(words)


@pytest.fixture
def hands(new_context, live_server, editor, portal):
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(SLOW)
    page.goto(f"{live_server.url}/cms/")
    page.fill("[name=login]", editor.login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page).to_have_url(re.compile("/cms/$"), timeout=SLOW)
    return Hands(page)


def write_the_page(hands):
    hands.type("#id_title", "May I eat on the day?")
    for name, words in WORDS.items():
        hands.write(name, words)
    hands.type(
        "[data-contentpath=body] [contenteditable=true]",
        "Many people feel sick for a while. Drink water in small sips.",
    )


def add_a_figure(hands):
    body = hands.page.locator("[data-contentpath=body]")
    body.get_by_role("button", name="Insert a block").last.click()
    hands.press("option", "Numbers")
    for name, words in FIGURE.items():
        hands.write(f"body-1-value-{name}", words)


def say_what_it_rests_on(hands):
    hands.press("tab", "Sources and review")
    hands.write("claims", "RISK-02")
    for name, words in SOURCE.items():
        hands.write(f"sources-0-value-{name}", words)
    hands.choose("sources-0-value-basis", "verified")
    hands.write("evidence_on", "2026-11-20")
    hands.page.keyboard.press("Tab")
    hands.choose("risk", "standard")


def all_places_stand_there_and_nothing_is_red(page):
    for name in WORDS:
        expect(page.locator(f"[name='{name}']")).to_be_visible()
    expect(
        page.locator(".help-critical:visible, .error-message:visible")
    ).to_have_count(0)


def test_it_is_written_and_published_in_ten_minutes(hands, editor):
    hands.press("link", "New article")
    expect(hands.page.locator("body.ready #id_title")).to_be_visible()
    all_places_stand_there_and_nothing_is_red(hands.page)

    write_the_page(hands)
    add_a_figure(hands)
    say_what_it_rests_on(hands)
    hands.press("tab", "Place and time")
    hands.choose("topic", "having")
    hands.page.get_by_role("button", name="More actions").last.click()
    hands.press("button", "Publish")

    expect(hands.page.locator(".messages .success")).to_be_visible(timeout=SLOW)
    article = ArticlePage.objects.get(title="May I eat on the day?")
    assert (article.live, article.article_code) == (True, "C1")
    assert article.written_by.startswith(editor.name)
    hands.page.goto(hands.page.url.partition("/cms/")[0] + article.url)
    expect(hands.page.get_by_text("27 in 100").first).to_be_visible()
    assert hands.minutes < 10, (hands.clicks, hands.letters)
