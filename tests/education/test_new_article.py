"""A new article with a figure and its facts, by somebody who never wrote one."""

import re

import pytest
from playwright.sync_api import expect

from intake.education.models import ArticlePage
from tests.factories.staff import PASSWORD

LETTERS_A_SECOND = 2.5  # thirty words a minute
SECONDS_A_CLICK = 4  # to look for the next thing and press it
SLOW = 30_000  # milliseconds that the editor may take to start on a busy machine

WORDS = {
    "summary": "Some people do; most still have some symptoms after 8 weeks.",
    "key_points-0-value": "Most people do not become free of symptoms.",
    "key_points-1-value": "Feeling better is more common than feeling well.",
    "key_points-2-value": "Side effects are common, and most pass the same day.",
    "body-0-value-heading": "What do studies say?",
    "unknowns-0-value": "Nobody can tell ahead of time whom it helps.",
    "questions-0-value": "When would we know whether it helps me?",
    "questions-1-value": "What do we do if it does not?",
    "questions-2-value": "What else could I try?",
}
# As the fact has it on which the page rests.
FIGURE = {
    "heading": "How many had few symptoms left?",
    "people": "adults with depression",
    "time": "after 8 weeks",
    "treatment": "esketamine",
    "comparison": "quetiapine",
    "rows-0-value-result": "few or no symptoms",
    "rows-0-value-treated": "27",
    "rows-0-value-compared": "18",
    "caution": "One large study; both groups knew what they were given.",
}
FACTS = {"ONST-07": "free of symptoms", "RISK-02": "label for esketamine sedated"}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTE_THAT_CHANGES_ARE_NOTICED = """
document.addEventListener("w-unsaved:watch-edits", () => {
  document.documentElement.dataset.notices = "";
});
"""


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

    def find(self, picker, words):
        """Type into the field of a list what the line to tick says."""
        picker.get_by_role("searchbox").fill(words)
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
    page.add_init_script(NOTE_THAT_CHANGES_ARE_NOTICED)
    page.set_default_timeout(SLOW)
    page.goto(f"{live_server.url}/cms/")
    page.fill("[name=login]", editor.login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page).to_have_url(re.compile("/cms/$"), timeout=SLOW)
    return Hands(page)


def write_the_page(hands):
    hands.type("#id_title", "Will I be well again?")
    for name, words in WORDS.items():
        hands.write(name, words)
    hands.type(
        "[data-contentpath=body] [contenteditable=true]",
        "Ask how many felt well, and not only how many felt better.",
    )


def add_a_figure(hands):
    body = hands.page.locator("[data-contentpath=body]")
    body.get_by_role("button", name="Insert a block").last.click()
    hands.press("option", "Numbers")
    for name, words in FIGURE.items():
        hands.write(f"body-1-value-{name}", words)


def say_what_it_rests_on(hands):
    hands.press("tab", "Sources and review")
    picker = hands.page.locator("[data-codes]").first
    for code, words in FACTS.items():
        hands.find(picker, words)
        expect(picker.locator("li:visible")).to_have_count(1)
        picker.locator(f"input[value={code}]").check()
        hands.clicks += 1
    expect(picker.get_by_role("status")).to_contain_text("2 chosen")
    hands.write("evidence_on", "2026-11-20")
    hands.page.keyboard.press("Tab")
    hands.choose("risk", "standard")


def all_places_stand_there_and_nothing_is_red(page):
    for name in WORDS:
        expect(page.locator(f"[name='{name}']")).to_be_visible()
    expect(
        page.locator(".help-critical:visible, .error-message:visible")
    ).to_have_count(0)


def faults(page):
    """What the editor says is wrong, place by place."""
    said = page.locator(".error-message, .messages .error")
    return [words.strip() for words in said.all_text_contents()]


def test_it_is_written_and_published_in_ten_minutes(hands, editor):
    hands.press("link", "New article")
    started = hands.page.locator("body.ready #id_title")
    expect(started).to_be_visible(timeout=SLOW)
    # Two seconds after it opens: no person has written anything, a robot had it all.
    expect(hands.page.locator("html[data-notices]")).to_be_attached(timeout=SLOW)
    all_places_stand_there_and_nothing_is_red(hands.page)

    write_the_page(hands)
    # No person is done before the draft was kept for the first time; a robot may be.
    expect(hands.page).to_have_url(re.compile("/edit/"), timeout=SLOW)
    add_a_figure(hands)
    say_what_it_rests_on(hands)
    hands.press("tab", "Place and time")
    hands.choose("topic", "having")
    hands.page.get_by_role("button", name="More actions").last.click()
    hands.press("button", "Publish")

    said = hands.page.locator(".messages .success, .messages .error")
    expect(said).to_be_visible(timeout=SLOW)
    assert not faults(hands.page)
    article = ArticlePage.objects.get(title="Will I be well again?")
    assert (article.live, article.article_code) == (True, "C1")
    assert article.written_by.startswith(editor.name)
    assert set(article.claims) == set(FACTS)
    remarks = " ".join(article.remarks())
    assert "stands in none of its facts" not in remarks
    assert "stands alone" not in remarks
    hands.page.goto(hands.page.url.partition("/cms/")[0] + article.url)
    expect(hands.page.get_by_text("27 in 100").first).to_be_visible()
    expect(hands.page.locator("[data-source=E19]")).to_have_count(1)
    assert hands.minutes < 10, (hands.clicks, hands.letters)
