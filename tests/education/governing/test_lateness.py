"""Pages whose review is late: all are marked, safety pages lose their words."""

from datetime import timedelta

import pytest

from intake.practice.models import Organisation
from tests.factories.portal import signed


@pytest.fixture
def late(article):
    """Call it with a code: the page, a day late."""

    def page(code):
        today = Organisation.current().today()
        return signed(
            article(code), today - timedelta(days=100), today - timedelta(days=1)
        )

    return page


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
