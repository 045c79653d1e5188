"""The check, the print pack and the feedback in Spanish: reviewed, and nothing lost."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from intake.education.check import shipped_check
from intake.education.translating import actions
from intake.education.translating.models import CHECK, CLEAR, FRAME, PACK
from intake.education.translating.shipped import draft
from intake.education.translating.subjects import subject_of
from intake.feedback.models import Remark, Total
from intake.practice.models import CrisisRecord, Organisation
from intake.web.ui.page_feedback import mark_for
from tests.factories.questionnaires import publish_part
from tests.web.clock import Clock

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}
ENGLISH_WORDS = r"\b(?:the|and|page|this|with|you|what|clinic|not|yes|answers?)\b"


def parsed(response):
    return BeautifulSoup(response.content, "html.parser")


def english_left(response):
    """English words on a page in Spanish, outside what says that it is English."""
    page = parsed(response)
    for tag in page.select(
        "[lang=en], .sources, script, title, .site-name, .print-only"
    ):
        tag.decompose()
    return re.findall(ENGLISH_WORDS, page.body.get_text("\n"), re.IGNORECASE)


@pytest.mark.parametrize(
    ("spanish", "english", "part"),
    [
        ("/start/es/check/", "/start/check/", CHECK),
        ("/learn/es/print/?page=P1", "/learn/print/?page=P1", PACK),
        ("/learn/es/feedback/P1/", "/learn/feedback/P1/", CLEAR),
        ("/learn/es/feedback/P1/thanks/", "/learn/feedback/P1/thanks/", CLEAR),
    ],
)
def test_a_room_is_in_english_until_its_words_are_reviewed(
    reviewed, client, spanish, english, part
):
    reviewed(FRAME)
    assert client.get(spanish).url == english
    assert not parsed(client.get(english)).select("a[href^='/start/es/']")

    reviewed(part)

    assert parsed(client.get(spanish)).html["lang"] == "es"


def test_a_room_goes_with_the_words_around_it(reviewed, people, client):
    reviewed(FRAME)
    reviewed(CHECK)
    actions.take_down(subject=subject_of(FRAME), language="es", by=people[0])

    assert client.get("/start/es/check/").url == "/start/check/"
    assert client.post("/start/es/check/", {"safe": "no"}).status_code == 200


def test_every_sentence_of_the_check_has_its_translation(portal):
    words = {**draft("es", FRAME), **draft("es", CHECK)}

    assert [text for text in shipped_check().sentences() if text not in words] == []


class TestTheCheck:
    CHOSEN = {"age": "adult", "use": "unsure", "safe": "no"}

    @pytest.fixture(autouse=True)
    def _reviewed(self, reviewed):
        reviewed(FRAME)
        reviewed(CHECK)
        publish_part("wanted")

    def test_asks_and_answers_in_spanish(self, client):
        asked = client.get("/start/es/check/")
        reply = client.post("/start/es/check/", {**self.CHOSEN, "way_home": "no"})

        assert "¿Cuántos años tiene?" in asked.text
        assert "Puede hablar de ello con franqueza." in reply.text
        assert english_left(asked) == english_left(reply) == []
        links = [a["href"] for a in parsed(reply).select("[data-read] a")]
        assert links[0] == "/learn/es/medicines-and-alcohol/"
        assert all(client.get(link).status_code == 200 for link in links)

    def test_keeps_what_is_chosen_when_the_language_changes(self):
        visitor = Client(enforce_csrf_checks=True)
        button = parsed(visitor.get("/start/check/")).select_one("[data-take-along]")

        page = visitor.post(button["formaction"], {**self.CHOSEN, "_switch": "es"})

        assert (page.status_code, parsed(page).html["lang"]) == (200, "es")
        chosen = parsed(page).select("form#start-check input[checked]")
        assert {i["name"]: i["value"] for i in chosen} == self.CHOSEN
        assert not parsed(page).select("#error-summary, [data-read]")
        assert not visitor.cookies

    def test_answers_once_more_in_the_other_language(self, client):
        reply = client.post("/start/check/", {**self.CHOSEN, "safe": "yes"})
        form = parsed(reply).select_one("form#answers")
        again = {i["name"]: i["value"] for i in form.select("input")}

        button = parsed(reply).select_one("[data-take-along][form=answers]")
        other = client.post(button["formaction"], again)

        assert parsed(other).main["data-crisis"] == "page"
        assert "Nadie de la clínica ve lo que usted contestó aquí." in other.text
        assert "no-store" in other["Cache-Control"]

    def test_speaks_of_danger_only_in_words_that_the_clinic_confirmed(self, client):
        def help_shown():
            reply = client.post("/start/es/check/", {"safe": "yes"})
            return parsed(reply).select_one("main h1").parent["lang"]

        CrisisRecord.objects.update(words_confirmed={})
        assert help_shown() == "en"

        CrisisRecord.objects.update(words_confirmed={"es": "2026-11-22T00:00:00Z"})
        assert help_shown() == "es"
        Organisation.objects.update(phone="555 010 0100", hours="Monday to Friday")
        told = parsed(client.post("/start/es/check/", {"safe": "yes"}))
        assert told.find(string="Monday to Friday").parent["lang"] == "en"
        strip = parsed(client.get("/start/es/check/")).select_one(".crisis-strip")
        assert strip["lang"] == "es"
        assert strip.select("a")[-1]["href"] == "/help-now/?lang=es"

    def test_refuses_what_is_no_answer_in_spanish(self, client):
        refused = client.post("/start/es/check/", {"age": "42", "safe": "no"})

        assert refused.status_code == 422
        assert "Elija una de las respuestas." in refused.text
        assert english_left(refused) == []
        assert client.post("/start/fr/check/", {}).status_code == 404
        assert client.get("/start/en/check/").status_code == 404


class TestThePack:
    @pytest.fixture(autouse=True)
    def _reviewed(self, reviewed):
        for code in (FRAME, PACK, "P1"):
            reviewed(code)

    def test_prints_what_is_reviewed_and_says_which_pages_are_english(self, client):
        page = parsed(client.get("/learn/es/print/?page=P1&page=T8"))

        spanish, english = page.select("article[data-article]")
        assert "Lo más importante" in spanish.get_text()
        assert (spanish.get("lang"), english["lang"]) == (None, "en")
        assert "Key points" in english.get_text()
        assert "Todavía no tenemos todas estas páginas" in page.get_text()
        assert page.select_one("#contents + ol [lang=en]")["href"] == "#T8-page"

    def test_leaves_the_english_pages_out_if_the_reader_likes(self, client):
        address = "/learn/es/print/?page=P1&page=T8&leave_out=en"
        page = parsed(client.get(address))

        codes = [part["data-article"] for part in page.select("article[data-article]")]
        assert codes == ["P1"]
        assert "What happens" in page.select_one("[data-left-out] [lang=en]").text
        only = parsed(client.get("/learn/es/print/?page=T8&leave_out=en"))
        assert only.select("[data-left-out]")
        assert not only.select(".pack")

    def test_has_no_english_words_but_those_it_names(self, client):
        assert english_left(client.get("/learn/es/print/?page=P1&page=T8")) == []

    def test_keeps_the_ticks_when_the_language_changes(self, client):
        page = parsed(client.get("/learn/print/"))
        button = page.select_one("[data-take-along]")
        form = page.find(id=button["form"])

        other = parsed(client.get(f"{button['formaction']}?page=T8&page=P1"))

        assert form["method"] == "get"
        ticked = other.select("form#pack input[checked]")
        assert {i["value"] for i in ticked} == {"P1", "T8"}
        back = other.select_one("[data-take-along]")["formaction"]
        assert parsed(client.get(f"{back}?page=T8")).html["lang"] == "en"

    def test_links_of_a_spanish_page_lead_to_it(self, reviewed, client):
        assert not parsed(client.get("/")).select("[data-switch]")
        reviewed("index")

        links = [a["href"] for a in parsed(client.get("/learn/es/")).select("main a")]

        assert "/learn/es/print/" in links
        assert "/learn/print/" not in links
        way = parsed(client.get("/")).select_one("[data-switch]")
        assert (way["href"], way["hreflang"]) == ("/learn/es/", "es")
        crumbs = parsed(client.get("/learn/es/start/")).select_one(".breadcrumbs")
        assert "Aprender" in crumbs.get_text()


class TestWasItClear:
    @pytest.fixture(autouse=True)
    def _reviewed(self, reviewed):
        for code in (FRAME, CLEAR, "P1"):
            reviewed(code)

    def test_is_asked_refused_and_thanked_for_in_spanish(self, client, monkeypatch):
        clock = Clock(monkeypatch)
        given = {"_mark": mark_for("P1"), "web_address": ""}
        form = parsed(client.get("/learn/es/start/")).select_one("#page-feedback")
        clock.pass_time(seconds=timedelta(minutes=1).total_seconds())

        refused = client.post(form["action"], {**given, "remark": "¿Qué es?"})
        given |= {"clear": "no", "remark": "¿Qué es?"}
        sent = client.post(form["action"], given, headers=HERE)
        thanks = client.get(sent.url)

        assert refused.status_code == 422
        assert english_left(refused) == english_left(thanks) == []
        assert sent.url == "/learn/es/feedback/P1/thanks/"
        assert parsed(thanks).select_one("main a.btn")["href"] == "/learn/es/start/"
        other = parsed(client.get("/learn/es/feedback/T1/thanks/"))
        assert other.select_one("main a.btn [lang=en]").text.startswith("What are")
        assert Total.objects.get().language == Remark.objects.get().language == "es"
