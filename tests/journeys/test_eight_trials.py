"""Somebody with eight medicines behind them tells of each, by keyboard alone.

How long that takes is reckoned from what is counted here: the keys pressed, the pages
opened and the questions answered, at the pace of somebody who types well and knows what
they took. Run with ``-s`` to read the figures.
"""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from intake.domain.questionnaire.answers import ListState
from intake.domain.questionnaire.histories import trials
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish_part
from tests.factories.responses import answer, fresh

pytestmark = pytest.mark.django_db(transaction=True)

# name, year, mg a day, length and unit, options down: benefit, reason it ended
TRIALS = [
    ("Zoloft", "2012", "100", ("8", "weeks"), 1, 0),
    ("Prozac", "2013", "40", ("3", "months"), 0, 0),
    ("Lexapro", "2014", "20", ("1", "years"), 2, 1),
    ("Sinbalta", "2016", "60", ("10", "weeks"), 1, 0),
    ("Effexor XR", "2017", "150", ("6", "months"), 2, 2),
    ("Wellbutrin XL", "2019", "300", ("12", "weeks"), 0, 1),
    ("Remeron", "2021", "30", ("4", "months"), 1, 0),
    ("Abilify", "2023", "5", ("9", "weeks"), 3, 4),
]
FOUND = [
    "sertraline",
    "fluoxetine",
    "escitalopram",
    "duloxetine",
    "venlafaxine_extended_release",
    "bupropion",
    "mirtazapine",
    "aripiprazole",
]
QUESTIONS = 9  # answered in each row
SIX_MINUTES = 6 * 60
# A good typist on one key, a moment to recall an answer, the opening of a page.
SECONDS_A_KEY, SECONDS_A_QUESTION, SECONDS_A_PAGE = 0.25, 1.5, 0.5
MOST_TABS = 80


class Typist:
    """Hands on the keyboard of one page, which count what they press."""

    def __init__(self, page):
        self.page, self.keys, self.pages = page, 0, 0

    def press(self, key, times=1):
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    def type(self, text):
        self.page.keyboard.type(text)
        self.keys += len(text)

    def reach(self, selector):
        for _ in range(MOST_TABS):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by keyboard")

    def choose(self, name, down=0):
        """One of several radio buttons, so many below the first."""
        self.reach(f"[name={name}]")
        self.press("Space")
        self.press("ArrowDown", down)

    def fill(self, name, text):
        self.reach(f"[name='{name}']")
        self.type(text)

    def send(self, selector=""):
        """Press Enter where the hands are, or on a button."""
        if selector:
            self.reach(selector)
        with self.page.expect_navigation():
            self.press("Enter")
        self.pages += 1

    def tell(self, name, year, dose, length, benefit, ended):
        """One row, saved with Enter."""
        number, unit = length
        self.fill("tx_name", name)
        with self.page.expect_response(lambda reply: reply.request.method == "POST"):
            self.press("Tab")
        self.page.wait_for_selector(
            "[data-recognised], [data-offered]", state="attached"
        )
        if self.page.query_selector("[data-offered]"):
            self.choose("tx_drug")
        self.fill("tx_started.year", year)
        self.choose("tx_for_depression")
        self.choose("tx_this_episode")
        self.choose("tx_added_to", 1)
        self.fill("tx_dose", dose)
        self.fill("tx_weeks", number)
        self.reach("[name='_unit.tx_weeks']")
        self.type(unit[0])
        self.choose("tx_regular")
        self.choose("tx_benefit", benefit)
        self.choose("tx_stopped", ended)
        self.send()


@pytest.fixture
def response():
    publish_part("wanted", "added_medicines", "treatments", "other_treatments")
    made = make_response()
    answer(made, "wanted")
    answer(made, "added_medicines")
    return made


@pytest.fixture
def typist(new_context, live_server, response):
    client = Client()
    client.force_login(response.patient.user)
    key = client.cookies[settings.SESSION_COOKIE_NAME]
    context = new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": key.key, "value": key.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("patient:page", args=[response.pk, 3]))
    return Typist(page)


def test_eight_trials_take_less_than_six_minutes_by_keyboard(typist, response):
    for done, trial in enumerate(TRIALS, start=1):
        typist.send("button[value=add]")
        typist.tell(*trial)
        assert len(fresh(response).sheet.rows("treatments").rows) == done
    typist.send("button[value=done]")

    now = fresh(response)
    told = list(trials(now.definition, now.sheet).values())
    assert [trial.agent.code for trial in told] == FOUND
    assert [trial.weeks_at_highest for trial in told] == [8, 13, 52, 10, 26, 12, 17, 9]
    assert [trial.started for trial in told] == [trial[1] for trial in TRIALS]
    assert [trial.improvement for trial in told] == [20, 0, 40, 20, 40, 0, 20, 50]
    assert now.sheet.rows("treatments").state == ListState.DONE
    seconds = (
        typist.keys * SECONDS_A_KEY
        + len(TRIALS) * QUESTIONS * SECONDS_A_QUESTION
        + typist.pages * SECONDS_A_PAGE
    )
    print(f"{typist.keys} keys, {typist.pages} pages: about {seconds:.0f} s")  # noqa: T201
    assert seconds < SIX_MINUTES
