"""The portal's pages as readers see them."""

import json
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
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
    assert len(links) >= 3
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
    table = re.search(r"<table.*?</table>", read("T1"), re.S)[0]

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


def test_machines_learn_what_a_page_is_about_and_which_version_it_is(read, article):
    page = article("T11")
    page.summary, page.change_kind = "It can harm.", "correction"
    page.change_note = "We wrote never; it is rarely."
    page.save_revision().publish()

    data = data_for_machines(read("T11"))

    assert (data["version"], data["aspect"]) == ("2", "safety")
    assert data["correction"][0]["text"] == "We wrote never; it is rarely."
    assert [each["@type"] for each in data["about"]] == [
        "Drug",
        "Drug",
        "MedicalCondition",
    ]
    assert data["author"] == page.written_by


def test_machines_learn_until_when_a_signed_page_holds(read, article):
    today = Organisation.current().today()
    signed(article("T11"), today, today + timedelta(days=10))
    signed(article("T16"), today, today + timedelta(days=10))

    expires = data_for_machines(read("T11"))["expires"]

    assert expires == (today + timedelta(days=10)).isoformat()
    assert "expires" not in data_for_machines(read("T16"))


def test_machines_find_questions_and_words(read):
    questions, words = data_for_machines(read("P3")), data_for_machines(read("P4"))

    assert questions["@type"] == ["MedicalWebPage", "FAQPage"]
    assert questions["mainEntity"][0]["acceptedAnswer"]["text"]
    assert words["mainEntity"]["@type"] == "DefinedTermSet"
    assert len(words["mainEntity"]["hasDefinedTerm"]) > 20
    assert data_for_machines(read("P2"))["@type"] == "MedicalWebPage"


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


def test_the_glossary_uses_few_queries(client, article, django_assert_max_num_queries):
    client.get("/learn/glossary/")

    with django_assert_max_num_queries(20):
        client.get("/learn/glossary/")


def test_nothing_of_withheld_words_is_told_on_the_way_to_them(client, article):
    pages = [article("T11"), article("T12")]
    last = Organisation.current().today() - timedelta(days=100)
    for page in pages:
        signed(page, last, last + timedelta(days=30))

    ways = [
        client.get("/"),
        client.get("/learn/"),
        client.get("/learn/topics/safety/"),
        client.get("/learn/search/"),
        client.post("/learn/search/", {"q": "side effects"}),
        client.post("/start/check/", {"heart": "yes"}),
    ]

    assert [way.status_code for way in ways] == [200] * len(ways)
    shown = "".join(way.text for way in ways)
    for page in pages:
        assert f'href="{page.url}"' in shown
        assert page.summary not in shown


def test_the_front_page_names_benefits_harms_other_ways_and_cost(client, portal):
    html = BeautifulSoup(client.get("/").content, "html.parser")

    cards = [card.a["href"] for card in html.select(".card-list .card")]
    assert [path.strip("/").split("/")[-1] for path in cards] == [
        "start",
        "is-it-an-option",
        "how-well-it-works",
        "side-effects",
        "other-treatments",
        "cost",
    ]


class TestTheClinicsOwnNumber:
    """Whoever is told to call finds whom, also on paper and while words are away."""

    @pytest.fixture(autouse=True)
    def _reachable(self, db):
        Organisation.current()
        clinic = Organisation.objects.get()
        clinic.phone, clinic.hours = "+1 555 0100", "Weekdays, 9 to 5"
        clinic.save()

    def parts(self, html, where):
        return BeautifulSoup(html, "html.parser").select(f"{where} [data-clinic-phone]")

    def test_stands_on_the_cards_that_say_to_ask_or_to_call(self, read):
        for kind in ("care-ask", "care-today"):
            (shown,) = self.parts(read("T9"), f".{kind}")
            assert shown.a["href"] == "tel:+15550100"
            assert shown.get_text(" ", strip=True) == (
                "Call us: +1 555 0100 Weekdays, 9 to 5"
            )
        assert not self.parts(read("T9"), ".care-emergency")

    def test_stands_at_the_foot_of_every_article(self, read):
        assert self.parts(read("T1"), ".article-foot")

    def test_stays_when_the_words_are_withheld(self, read, article):
        last = Organisation.current().today() - timedelta(days=100)
        signed(article("T12"), last, last + timedelta(days=30))

        html = read("T12")

        assert self.parts(html, "[data-withheld]")
        assert self.parts(html, ".care-today")

    def test_is_printed_with_a_pack(self, client, portal):
        html = client.get("/learn/print/?page=T9").text

        assert self.parts(html, ".pack .care-today")


class TestHelplines:
    """Help with alcohol and drugs is in the record that a clinic confirms."""

    def shown(self, client, article, code):
        html = client.get(article(code).url).text
        return BeautifulSoup(html, "html.parser").select("[data-helplines] a")

    def test_stand_beside_the_articles_that_they_are_for(self, client, article):
        (link,) = self.shown(client, article, "T14")

        assert link["href"] == "tel:+18006624357"
        assert not self.shown(client, article, "T1")

    def test_are_there_only_while_the_record_has_them(self, client, article):
        CrisisRecord.objects.update(words={"en": {"others": []}})

        assert not self.shown(client, article, "T14")


def test_a_side_effect_can_be_reported_from_the_page(read):
    html = BeautifulSoup(read("T11"), "html.parser")

    links = {link["href"] for link in html.select("article a[href]")}
    assert {"https://www.fda.gov/medwatch", "tel:+18003321088"} <= links


def test_signs_of_a_stroke_are_told_wherever_they_are_named(read):
    for code in ("T9", "T11", "T12", "P5"):
        card = BeautifulSoup(read(code), "html.parser").select_one(".care-emergency")
        assert "face droops" in card.text


def test_words_of_the_glossary_lead_to_the_articles_that_say_more(client, article):
    page = BeautifulSoup(client.get("/learn/glossary/").content, "html.parser")

    words = {tag.get_text(): tag.find_next("dd") for tag in page.select("dl.words dt")}

    assert len(words) == 57
    assert all(meaning.a for meaning in words.values())
    assert words["Stroke"].a["href"] == "/learn/after-a-visit/"
    assert "one side of the face droops" in words["Stroke"].get_text()


def test_only_texts_that_came_with_the_software_tell_its_license(client, article):
    own = article("T2")
    own.written_by = "Dr. Ada Example"
    own.save_revision().publish()

    shipped = client.get("/learn/what-they-are/").text
    written = client.get(own.url).text

    assert '"license": "https://www.apache.org/licenses/LICENSE-2.0"' in shipped
    assert '"license"' not in written
