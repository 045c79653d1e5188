"""Pages whose review is late: all are marked, and lose their words in the end.

Safety pages lose them at once, others after three months.
"""

from datetime import date, timedelta

import pytest

from intake.education.due import pages_to_check
from intake.education.models import ArticlePage
from intake.practice.models import Organisation
from tests.factories.portal import signed

DAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db  # a page asks for its type when it is made


@pytest.fixture
def late(article):
    """Call it with a code: the page, a day late."""

    def page(code, days=1):
        today = Organisation.current().today()
        return signed(
            article(code),
            today - timedelta(days=100 + days),
            today - timedelta(days=days),
        )

    return page


@pytest.mark.parametrize(
    ("days", "risk", "state"),
    [
        pytest.param(0, "standard", "in time", id="on the day itself"),
        pytest.param(1, "standard", "marked", id="a day later"),
        pytest.param(30, "background", "marked", id="thirty days later"),
        pytest.param(31, "standard", "left out", id="more than thirty"),
        pytest.param(90, "background", "left out", id="ninety days later"),
        pytest.param(91, "standard", "withheld", id="more than ninety"),
        pytest.param(0, "safety_critical", "in time", id="safety, on the day"),
        pytest.param(1, "safety_critical", "withheld", id="safety, a day later"),
    ],
)
def test_the_later_a_page_the_less_is_left_of_it(days, risk, state):
    page = ArticlePage(article_code="T1", risk=risk)
    page.review_due_on = DAY - timedelta(days=days)

    states = {
        "marked": page.is_overdue(DAY),
        "left out": page.is_left_out(DAY),
        "withheld": page.is_withheld(DAY),
    }

    names = list(states)
    reached = names[: names.index(state) + 1] if state in names else []
    assert [name for name, is_so in states.items() if is_so] == reached


def test_the_page_for_people_in_danger_is_never_left_out():
    page = ArticlePage(article_code="T16", risk="safety_critical")
    page.review_due_on = DAY - timedelta(days=1000)

    assert page.is_overdue(DAY)
    assert not page.is_left_out(DAY)
    assert not page.is_withheld(DAY)


@pytest.mark.parametrize(
    ("risk", "days"), [("safety_critical", 184), ("standard", 366)]
)
def test_what_nobody_signed_ages_with_its_evidence(evidence_ages, risk, days):
    page = ArticlePage(article_code="T1", risk=risk, evidence_on=DAY)

    assert not page.is_overdue(DAY + timedelta(days=days))
    assert page.is_overdue(DAY + timedelta(days=days + 1))


def test_a_page_without_evidence_has_no_age(evidence_ages):
    assert not ArticlePage(risk="standard").is_overdue(DAY)


def test_another_comma_does_not_bring_withheld_words_back(client, late):
    page = late("T9")
    page.summary += " And more."
    page.save_revision().publish()

    html = client.get(page.url).text

    assert "data-withheld" in html
    assert page.summary not in html
    assert "This page is a draft" in html
    assert "We are checking this page." in html
    listed = next(one for one in pages_to_check(_today()) if one.pk == page.pk)
    assert (listed.was_reviewed, listed.is_withheld_now) == (True, True)


def test_another_class_does_not_bring_them_back_either(late):
    page = late("T9")
    page.risk = "background"

    page.save_revision().publish()

    page = ArticlePage.objects.get(pk=page.pk)
    assert (page.is_reviewed, page.risk) == (False, "safety_critical")
    assert page.is_withheld(_today())


def test_a_new_signature_brings_them_back(late):
    page = late("T9")
    page.summary += " And more."

    signed(page, _today())

    page = ArticlePage.objects.get(pk=page.pk)
    assert page.is_reviewed
    assert not page.is_overdue(_today())


def test_a_month_late_a_page_is_read_and_not_found(client, late):
    page = late("T8", days=31)

    html = client.get(page.url).text

    assert page.summary in html
    assert '<meta name="robots" content="noindex">' in html
    assert "ld+json" not in html
    found = client.post("/learn/search/", {"q": page.title}).text
    assert 'data-result="T8"' not in found
    assert page.url not in client.get("/sitemap.xml").text
    pack = client.get("/learn/print/?page=T8").text
    assert page.key_points[0].value not in pack
    assert "long overdue" in pack


def test_a_safety_page_loses_its_words_and_keeps_help(client, late):
    page = late("T9")

    html = client.get(page.url).text

    assert "data-withheld" in html
    assert page.summary not in html
    assert page.key_points[0].value not in html
    assert 'id="unknown"' not in html
    assert "ld+json" not in html
    assert html.count('class="crisis-strip"') == 1
    assert "crisis-footer" in html
    assert 'href="/help-now/"' in html


def test_when_to_call_stays_while_the_words_are_away(client, late):
    page = late("T9")
    assert page.care_cards()

    html = client.get(page.url).text

    assert html.count('class="care-card') == len(page.care_cards())


def test_other_pages_are_only_marked(client, late):
    page = late("T8")

    html = client.get(page.url).text

    assert "We are checking this page" in html
    assert page.summary in html
    assert "data-withheld" not in html


def test_the_page_that_shows_help_keeps_its_words(client, late):
    page = late("T16")

    html = client.get(page.url).text

    assert "data-withheld" not in html
    assert page.summary in html


def test_a_page_in_time_keeps_its_words(client, article):
    page = signed(article("T9"), Organisation.current().today())

    assert "data-withheld" not in client.get(page.url).text


def test_withheld_words_are_nowhere_else_either(client, late):
    page = late("T9")
    point = page.key_points[0].value

    pack = client.get("/learn/print/?page=T9").text
    found = client.post("/learn/search/", {"q": page.title}).text

    assert point not in pack
    assert "data-withheld" in pack
    assert 'data-result="T9"' not in found
    assert page.summary not in client.get("/learn/").text
    assert page.url not in client.get("/sitemap.xml").text


def _today():
    return Organisation.current().today()
