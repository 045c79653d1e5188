"""The portal in Spanish: nothing that nobody stands for, and the same places."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied

from intake.audit.models import Event
from intake.education.models import ArticlePage
from intake.education.translating import actions
from intake.education.translating.models import FRAME, Translation
from intake.education.translating.sentences import in_words, sentences
from intake.education.translating.shipped import codes, draft, part_sentences
from intake.education.translating.subjects import subject_of
from intake.practice.models import Organisation
from tests.factories.portal import signed

pytestmark = pytest.mark.django_db


def parsed(response):
    return BeautifulSoup(response.content, "html.parser")


def ids(response):
    """The places to which a link can lead; words are explained in English so far."""
    found = [tag["id"] for tag in parsed(response).select("main [id]")]
    return [each for each in found if "word" not in each]


def test_drafts_ship_as_drafts_and_no_reader_sees_them(portal, client):
    assert set(Translation.objects.values_list("code", "status")) == {
        (code, "machine") for code in codes("es")
    }
    assert client.get("/learn/es/start/").url == "/learn/start/"
    assert not parsed(client.get("/learn/start/")).select("[data-switch]")


def test_a_reviewed_page_is_shown_only_with_the_words_around_it(reviewed, client):
    reviewed("P1")

    assert client.get("/learn/es/start/").status_code == 302


class TestAReviewedPage:
    @pytest.fixture(autouse=True)
    def _reviewed(self, reviewed):
        reviewed(FRAME)
        reviewed("P1")

    def test_is_the_same_page_in_spanish(self, client):
        english, spanish = client.get("/learn/start/"), client.get("/learn/es/start/")

        assert parsed(spanish).html["lang"] == "es"
        assert "Empiece aquí: la versión de 2 minutos" in spanish.text
        assert "27 de cada 100" in spanish.text
        sources = [
            [li["data-source"] for li in parsed(page).select("[data-source]")]
            for page in (english, spanish)
        ]
        assert sources[0] == sources[1] != []

    def test_leads_to_the_same_place_of_the_other(self, client):
        english, spanish = client.get("/learn/start/"), client.get("/learn/es/start/")

        assert ids(english) == ids(spanish)
        there = parsed(english).select_one("[data-switch]")
        back = parsed(spanish).select_one("[data-switch]")
        assert (there["href"], there["lang"]) == ("/learn/es/start/", "es")
        assert (back["href"], back["lang"]) == ("/learn/start/", "en")
        alternates = parsed(english).select("link[rel=alternate][hreflang=es]")
        assert alternates[0]["href"].endswith("/learn/es/start/")

    def test_has_no_english_words_around_it(self, client):
        spanish = parsed(client.get("/learn/es/start/"))
        for tag in spanish.select("[lang=en], .sources, script, title, .site-name"):
            tag.decompose()
        text = spanish.body.get_text("\n")

        left = re.findall(r"\b(?:the|and|page|this|with|you|what|clinic)\b", text, re.I)
        assert left == []

    def test_is_found_in_spanish(self, client):
        page = client.post("/learn/search/", {"q": "manejar", "lang": "es"})

        found = parsed(page).select_one("[data-result=P1] a")
        assert found["href"].startswith("/learn/es/start/")
        assert not Translation.objects.filter(words={}).exists()

    def test_names_who_translated_and_who_compared_it(self, client, article):
        signed(article("P1"), Organisation.current().today())

        page = parsed(client.get("/learn/es/start/"))

        assert "Edda Example" in page.select_one("[data-translator]").text
        assert "Rosa Example" in page.select_one("[data-translation-reviewer]").text
        checked = page.find("dt", string="La página en inglés fue revisada por")
        assert "Ada Example" in checked.find_next("dd").text
        data = json.loads(page.select_one("script[type='application/ld+json']").string)
        assert data["url"].endswith("/learn/es/start/")
        assert data["translator"]["name"] == "Edda Example"
        assert data["reviewedBy"]["name"] == "Rosa Example"
        english = data["translationOfWork"]
        assert english["reviewedBy"]["name"] == "Ada Example"
        assert english["url"].endswith("/learn/start/")

    def test_stands_in_the_sitemap(self, client):
        listed = client.get("/sitemap.xml").text

        assert "/learn/es/start/<" in listed
        assert "/learn/es/side-effects/<" not in listed
        assert "/start/es/check/" not in listed

    def test_steps_back_when_the_english_page_says_something_else(self, client):
        page = ArticlePage.objects.get(article_code="P1")
        page.summary = "They help some people."
        page.save_revision().publish()

        shown = client.get("/learn/es/start/")

        assert "They help some people." in shown.text
        assert parsed(shown).select_one("[data-not-yet]")["lang"] == "es"
        assert parsed(shown).html["lang"] == "en"
        assert not page.passages.filter(language="es").exists()

    def test_leads_on_to_pages_that_say_kindly_that_they_are_english(self, client):
        links = parsed(client.get("/learn/es/start/")).select(".related a")
        other = client.get(links[0]["href"])

        assert links[0]["href"].startswith("/learn/es/")
        assert "Todavía no tenemos esta página en español" in other.text
        back = parsed(other).select_one("[data-switch]")
        assert (back["lang"], back["href"]) == (
            "en",
            links[0]["href"].replace("/es", ""),
        )
        assert parsed(other).select_one(".related a")["href"].startswith("/learn/es/")

    def test_can_be_taken_down_at_once(self, client, people):
        actions.take_down(subject=subject_of("P1"), language="es", by=people[0])

        assert parsed(client.get("/learn/es/start/")).select("[data-not-yet]")
        assert Event.objects.filter(action="portal.translation_taken_down").exists()


def test_whoever_translated_does_not_review(people):
    writer, _reader = people
    subject, newest = subject_of("P1"), actions.newest("es", "P1")
    row = actions.keep(
        subject=subject,
        language="es",
        words=draft("es", "P1"),
        checked=True,
        seen=actions.mark_of(newest),
        by=writer,
    )

    with pytest.raises(PermissionDenied):
        actions.review(
            subject=subject, language="es", seen=actions.mark_of(row), by=writer
        )


def test_a_draft_is_not_reviewed(people):
    seen = actions.mark_of(actions.newest("es", "P1"))

    with pytest.raises(actions.Changed):
        actions.review(subject=subject_of("P1"), language="es", seen=seen, by=people[1])


@pytest.mark.parametrize("wrong", ["", "Calcule 3 horas o más."])
def test_nobody_stands_for_what_is_missing_or_has_other_numbers(people, wrong):
    subject, words = subject_of("P1"), dict(draft("es", "P1"))
    (visit,) = [text for text in words if text.startswith("Plan for 2 hours")]

    with pytest.raises(actions.NotWhole):
        actions.keep(
            subject=subject,
            language="es",
            words={**words, visit: wrong},
            checked=True,
            seen=actions.mark_of(actions.newest("es", "P1")),
            by=people[0],
        )


def test_only_words_can_be_translated(article):
    page = article("T3")
    spoken = in_words(page, {text: f"<b>{text}" for text in sentences(page)}, "es")

    assert [block.block_type for block in spoken.body] == [
        block.block_type for block in page.body
    ]
    assert spoken.claims == page.claims
    section = next(block for block in spoken.body if block.block_type == "section")
    assert "&lt;b&gt;" in section.value["text"].source


def test_every_shipped_draft_is_whole_and_keeps_the_numbers(portal):
    for code in codes("es"):
        subject = subject_of(code)
        assert actions.gaps(subject, draft("es", code)) == [], code
    assert len(part_sentences(FRAME)) > 90


def test_every_article_has_a_draft(portal):
    articles = set(ArticlePage.objects.values_list("article_code", flat=True))

    assert articles - set(codes("es")) == set()
