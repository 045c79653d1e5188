"""The search of the portal, asked what readers ask."""

import logging
import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from intake.audit.models import Event
from intake.education.finding.models import Passage
from intake.education.finding.passages import index
from intake.education.finding.question import Vocabulary, vocabulary
from intake.education.finding.search import search
from intake.education.loading import load_portal
from intake.education.models import ArticlePage
from intake.practice.models import CrisisRecord

FILE = Path(__file__).parents[1] / "questions.toml"
TABLE = tomllib.loads(FILE.read_text(encoding="utf-8"))
PLAIN = Vocabulary({}, ())


@pytest.fixture
def ask(portal):
    """Call it with a question: the codes of the pages, best first."""

    def codes(text, known=None, hidden=()):
        found = search(text, "en", known or vocabulary("en"), hidden)
        pages = ArticlePage.objects.in_bulk(found.pages)
        return [pages[key].article_code for key in found.pages]

    return codes


@pytest.fixture
def post(client, portal):
    return lambda text: client.post("/learn/search/", {"q": text})


@pytest.mark.parametrize("row", TABLE["question"], ids=lambda row: row["asked"])
def test_a_page_that_answers_is_among_the_first_three(ask, row):
    assert set(ask(row["asked"])[:3]) & set(row["pages"])


def test_the_documentation_tells_what_is_found(ask):
    """Whoever changes a text pastes the table that this shows into the page."""
    told = (settings.BASE_DIR / "docs/clinical/portal.md").read_text(encoding="utf-8")
    lines = [
        f"| {row['asked']} | {', '.join(ask(row['asked'])[:3])} |"
        for row in TABLE["question"]
    ]

    assert "\n".join(lines) in told


def test_there_are_enough_questions_to_tell():
    assert len(TABLE["question"]) >= 25


@pytest.mark.parametrize("row", TABLE["missed"], ids=lambda row: row["asked"])
def test_what_is_told_as_missed_is_missed(ask, row):
    assert not set(ask(row["asked"])[:3]) & set(row.get("pages", []))


def test_without_the_list_of_sayings_fewer_pages_would_be_found(ask):
    assert ask("IV price")[:1] == ["T19"]
    assert ask("marijuana", PLAIN) == []


def test_a_misspelled_word_is_read_as_the_one_most_like_it(post):
    html = post("aneurism").text

    assert "<strong>aneurysm</strong> (for “aneurism”)" in html
    assert 'data-result="T12"' in html


@pytest.mark.parametrize("asked", ["aneurysm", "qqqqzzzz"])
def test_what_is_announced_is_a_heading_still(post, asked):
    """A heading with a role is none any more, and a level is missing."""
    page = BeautifulSoup(post(asked).content, "html.parser")

    assert page.select_one("[role=status] > h2")
    assert not page.select("h2[role]")


def test_a_word_like_no_other_is_not_replaced(post):
    html = post("qqqqzzzz").text

    assert "We looked for" not in html
    assert "We found no page for this" in html


def test_when_nothing_is_found_the_page_says_where_to_start(post):
    html = post("xyzzyq").text

    assert "Good places to start" in html
    assert 'href="/learn/start/"' in html


def test_an_empty_search_offers_places_and_no_blame(client, portal):
    html = client.get("/learn/search/").text

    assert "Good places to start" in html
    assert "We found no page" not in html


def test_an_extract_shows_the_words_that_were_looked_for(post):
    html = post("can I drive").text

    assert "<mark>drive</mark>" in html


def test_a_place_of_a_page_is_led_to_by_itself(post, client):
    html = post("can I drive home").text

    link = '/learn/questions/#about-can-i-drive-home"'
    assert link in html
    page = client.get("/learn/questions/").text
    assert 'id="about-can-i-drive-home"' in page


@pytest.mark.parametrize("text", ["<b>pain</b>", "a & b", "'; drop table", "%s %L :*"])
def test_whatever_is_typed_is_shown_as_text_and_never_fails(post, text):
    response = post(text)

    assert response.status_code == 200
    assert text not in response.text or "<" not in text


@pytest.mark.parametrize("text", ["\x00", "pain\x00", "🙂", "\u202e", "a" * 100_000])
def test_odd_characters_are_no_failure(post, text):
    assert post(text).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "suicidle",
        "988",
        "my wife wants to end her life",
        "it began in May. " * 60 + "And I cannot go on.",
    ],
)
def test_words_of_danger_put_help_before_the_pages(post, text):
    html = post(text).text.split("<main")[1]

    assert 'id="help-first"' in html
    assert "/learn/get-help-now/" in html
    if "data-result" in html:
        assert html.index("help-first") < html.index("data-result")


def test_help_speaks_the_language_in_which_danger_was_spoken_of(post):
    CrisisRecord.objects.update(words_confirmed={"es": "2026-11-01"})

    card = BeautifulSoup(post("quiero morir").text, "html.parser").select_one(
        "[aria-labelledby=help-first]"
    )

    assert card.select_one("h2").text == "Puede recibir ayuda ahora"
    assert card.select_one("a[href='/help-now/?lang=es']")
    assert "Llame al 988 y oprima 2" in card.text


def test_other_questions_do_not_frighten(post):
    main = post("what should I eat").text.split("<main")[1].split("site-footer")[0]

    assert "crisis-buttons" not in main


def test_a_question_is_neither_logged_nor_stored_nor_kept_in_an_address(
    client, portal, caplog
):
    caplog.set_level(logging.DEBUG)

    response = client.post("/learn/search/", {"q": "qwertyzebra bladder"})

    assert "qwertyzebra" not in caplog.text
    assert not Event.objects.filter(detail__icontains="zebra").exists()
    assert not response.cookies
    assert 'method="post" action="/learn/search/"' in response.text


def test_what_stands_in_an_address_is_not_looked_for(client, portal):
    html = client.get("/learn/search/?q=bladder").text

    assert "data-result" not in html


def test_a_page_that_was_taken_down_is_not_found(ask, article):
    assert ask("aneurysm")[0] == "P4"

    article("P4").unpublish()

    assert "P4" not in ask("aneurysm")


def test_a_page_is_found_by_its_new_words_once_published(ask, article):
    page = article("T5")
    page.title = "How might it work, zebra?"
    page.save_revision()
    assert "T5" not in ask("zebra")

    page.save_revision().publish()

    assert ask("zebra") == ["T5"]


def test_pages_whose_words_must_not_be_shown_are_left_out(ask, article):
    assert "T14" not in ask("addictive", hidden=[article("T14").pk])


def test_a_myth_is_found_and_never_shown_as_the_answer(post):
    html = post("fix low serotonin").text

    assert 'data-result="P2"' in html
    assert "fixes low serotonin" not in html.lower().replace("<mark>", "")


def test_spanish_words_are_reduced_by_spanish_rules(article):
    page = article("T9")
    page.locale.language_code = "es"
    page.title = "¿Puedo manejar después de las infusiones?"

    index(page)

    found = search("manejando", "es", PLAIN, [])
    assert list(found.pages) == [page.pk]
    assert not search("manejando", "en", PLAIN, []).pages


def test_loading_again_keeps_one_set_of_passages(portal):
    before = Passage.objects.count()
    load_portal()

    assert before > 200
    assert Passage.objects.count() == before


def test_a_search_asks_the_database_a_few_times_only(
    client, portal, django_assert_max_num_queries
):
    with django_assert_max_num_queries(18):
        client.post("/learn/search/", {"q": "can I drive home after the sprey"})


def test_every_page_of_the_portal_has_a_place_to_ask(client, portal):
    for path in ("/learn/", "/learn/cost/", "/learn/sources/"):
        assert 'action="/learn/search/"' in client.get(path).text
