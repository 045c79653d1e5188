"""The portal's pages as readers see them."""

import json
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from wagtail.models import Page

from intake.education.models import ArticlePage, LearnIndexPage
from intake.education.shipped import read_articles
from intake.practice.models import CrisisRecord, Organisation
from tests.factories.portal import signed

ALL = [article.code for article in read_articles()]


@pytest.fixture
def read(client, article, crisis):
    """Call it with a code: the page's HTML."""

    def fetch(code="T1", **headers):
        response = client.get(article(code).url, headers=headers)
        assert response.status_code == 200
        return response.text

    return fetch


@pytest.fixture
def crisis(db):
    """Numbers of nowhere: a page that shows them has asked the record."""
    numbers = {
        "line_number": "555",
        "line_text_number": "556",
        "chat_url": "https://line.example/",
        "emergency_number": "557",
    }
    return CrisisRecord.objects.update_or_create(pk=1, defaults=numbers)[0]


def data_for_machines(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.+?)<', html)[1])


def test_articles_stand_under_the_index_and_nowhere_else():
    assert ArticlePage.allowed_parent_page_models() == [LearnIndexPage]
    assert ArticlePage.allowed_subpage_models() == []
    assert LearnIndexPage.allowed_parent_page_models() == [Page]
    assert LearnIndexPage.allowed_subpage_models() == [ArticlePage]


def test_there_is_one_index(portal):
    assert not LearnIndexPage.can_create_at(Page.get_first_root_node())


def test_the_index_lists_every_article_under_its_topic(client, portal):
    html = client.get("/learn/").text

    for page in ArticlePage.objects.live():
        assert f'href="{page.url}"' in html
        assert page.summary in html
    assert html.index("Start here") < html.index("About the treatment")
    assert html.index("Staying safe") < html.index("Choosing")


def test_within_a_topic_the_index_follows_the_numbers(client, portal):
    html = client.get("/learn/").text

    places = [html.index(f"/learn/{slug}/") for slug in ("what-they-are", "cost")]
    assert places == sorted(places)
    assert html.index("/learn/is-it-an-option/") < html.index("/learn/how-it-may-work/")


def test_a_topic_without_pages_has_no_heading(client, article):
    article("P1").unpublish()

    assert "Start here" not in client.get("/learn/").text


def test_an_article_that_was_taken_down_is_not_listed(client, portal, article):
    article("T1").unpublish()

    assert "What are ketamine and esketamine?" not in client.get("/learn/").text
    assert client.get("/learn/what-they-are/").status_code == 404


def test_the_parts_of_an_article_keep_their_order(read):
    marks = [
        'class="crisis-strip"',
        "<h1>",
        'class="answer"',
        'class="key-points"',
        'id="about-',
        'id="unknown"',
        'id="questions"',
        'id="related"',
        'id="about-this-page"',
        'class="crisis-footer"',
    ]

    for code in ALL:
        html = read(code)
        places = [html.index(mark) for mark in marks]
        assert places == sorted(places), code


def test_headings_descend_by_one_level(read):
    for code in ALL:
        levels = [int(level) for level in re.findall(r"<h([1-6])", read(code))]

        assert levels.count(1) == 1, code
        assert all(then <= first + 1 for first, then in pairwise(levels)), code


def test_every_link_to_another_page_resolves(read, client):
    pages = [read(code) for code in ALL]

    links = {link for html in pages for link in re.findall(r'href="(/[^"#]*)"', html)}
    links = {link for link in links if not link.startswith("/static/")}
    assert len(links) > 20
    broken = [link for link in links if client.get(link).status_code >= 400]
    assert broken == []


def test_help_in_a_crisis_stands_on_every_page(read):
    for code in ALL:
        html = read(code)

        assert html.index('class="crisis-strip"') < html.index("<h1>"), code
        assert html.count('href="tel:555"') >= 2, code
        assert html.count('href="tel:557"') >= 2, code


def test_nothing_on_a_page_breaks_the_content_policy(read):
    for code in ALL:
        html = read(code)

        assert not re.search(r" style=|<style", html), code
        assert not re.search(r"<script(?![^>]*(src=|ld\+json))", html), code


def test_a_number_has_a_picture_of_a_hundred_people(read):
    html = read("T1")

    pictures = re.findall(r'<figure class="hundred">.*?</figure>', html, re.S)
    drawn = [picture.split("<figcaption")[0] for picture in pictures]
    counts = [
        (each.split('class="marked"')[1].count("M"), each.count("M")) for each in drawn
    ]
    assert counts == [(27, 100), (9, 100)]
    assert "Ketamine: 27 in 100. Much better." in pictures[0]


def test_a_drawing_says_in_words_what_it_shows(read):
    html = read("T8")

    drawing = re.search(r'<figure class="drawing".*?</figure>', html, re.S)[0]
    named = re.search(r'aria-labelledby="([^"]+) ([^"]+)"', drawing)
    assert all(f'id="{each}"' in drawing for each in named.groups())
    assert "Five: home with an adult." in drawing


def test_words_of_a_page_are_explained_on_it(read):
    html = read("T17")

    links = re.findall(r'<a class="term" id="(from-[^"]+)" href="#([^"]+)"', html)
    assert len(links) > 3
    for back, there in links:
        assert f'<dt id="{there}">' in html
        assert f'href="#{back}"' in html


def test_the_glossary_does_not_explain_itself(read):
    html = read("P4")

    assert 'class="term"' not in html
    assert '<dt id="word-aneurysm">' in html


def test_a_myth_stands_after_the_fact(read):
    html = read("P2")

    fact = html.index("Ketamine was made as an anesthetic for people</h3>")
    assert fact < html.index("You may have heard: “It is just a horse tranquilizer.”")


def test_every_link_within_the_page_has_its_target(read):
    for code in ALL:
        html = read(code)

        links = set(re.findall(r'href="#([^"]+)"', html))
        assert len(links) > 4, code
        assert links <= set(re.findall(r'\bid="([^"]+)"', html)), code


def test_numbers_for_a_crisis_come_from_the_record(read):
    html = read("T16")

    assert 'href="tel:557"' in re.search(r'care-emergency".*?</section>', html, re.S)[0]
    before_the_answer = html[: html.index('class="answer"')]
    assert 'href="tel:555"' in before_the_answer[before_the_answer.index("<h1>") :]
    assert "988" not in re.search(r'<main.*class="article-foot"', html, re.S)[0]


def test_help_comes_first_only_where_the_page_asks_for_it(read):
    assert "crisis-buttons" not in read("T1")


def test_numbers_of_a_study_stand_beside_their_comparison(read):
    table = re.search(r"<table>.*?</table>", read("T1"), re.S)[0]

    assert table.index("27 in 100") < table.index("9 in 100")
    assert "Placebo" in table
    assert "one day after one dose" in table


def test_an_unchecked_page_says_that_it_is_a_draft(read):
    html = read("T12")

    assert "data-draft" in html
    assert "No clinician of this clinic has checked it yet" in html
    assert "Last reviewed" not in html


def test_a_checked_page_names_who_and_when(read, article):
    today = Organisation.current().today()
    signed(article("T12"), today, today + timedelta(days=90))

    html = read("T12")

    assert "data-draft" not in html
    assert "Ada Example, MD, psychiatrist" in html
    assert "Last reviewed" in html


def test_a_page_whose_check_is_overdue_says_so(read, article):
    today = Organisation.current().today()
    last = today - timedelta(days=100)
    signed(article("T12"), last, today - timedelta(days=1))

    assert "We are checking this page" in read("T12")


def test_a_check_is_due_from_the_day_after(article):
    page = article("T1")
    page.review_due_on = date(2027, 3, 1)

    assert not page.is_overdue(date(2027, 3, 1))
    assert page.is_overdue(date(2027, 3, 2))


def test_sources_say_how_far_they_were_read(read):
    html = read("T1")

    label = re.search(r'<li data-source="F1".*?</li>', html, re.S)[0]
    assert "We read an older version" in label
    assert "recalled" not in html.lower()


def test_machines_learn_of_no_reviewer_while_there_is_none(read):
    data = data_for_machines(read("T1"))

    assert data["@type"] == "MedicalWebPage"
    assert data["name"] == "What are ketamine and esketamine?"
    assert data["url"].endswith("/learn/what-they-are/")
    assert not {"reviewedBy", "lastReviewed"} & data.keys()


def test_machines_learn_of_the_reviewer(read, article):
    today = Organisation.current().today()
    signed(article("T1"), today, today + timedelta(days=90))

    data = data_for_machines(read("T1"))

    assert data["lastReviewed"] == today.isoformat()
    assert data["reviewedBy"]["name"] == "Ada Example"


def test_a_title_cannot_end_the_data_for_machines(read, article):
    page = article("T1")
    page.title = "</script><b>Out</b>"
    page.save_revision().publish()

    html = read("T1")

    assert "<b>Out" not in html
    assert data_for_machines(html)["name"] == page.title


def test_an_article_keeps_its_language_when_the_reader_has_another(read, settings):
    settings.LANGUAGES = [("en", "English"), ("es", "Spanish")]

    html = read("T1", **{"accept-language": "es"})

    assert '<html lang="es"' in html
    assert re.search(r'<main[^>]* lang="en"', html)
    assert "Key points" in html


def test_pages_use_few_queries(client, article, crisis, django_assert_max_num_queries):
    url = article("T1").url
    client.get(url)

    with django_assert_max_num_queries(20):
        client.get(url)
