"""The page that says of every question why it is asked."""

import pytest
from bs4 import BeautifulSoup

from intake.accounts.roles import Role
from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.shipped import load_definitions
from intake.education.reasons.signing import sign, standing
from intake.education.reasons.texts import anchor, reasons_shown
from intake.questionnaires.models import Questionnaire
from intake.web.ui.why import why_url
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.staff import make_staff
from tests.web.clock import Clock

pytestmark = pytest.mark.django_db


def opened(client):
    return BeautifulSoup(client.get("/start/why/").content, "html.parser")


def text(tag):
    return " ".join(tag.get_text(" ").split())


def test_everybody_may_read_it(client):
    assert client.get("/start/why/").status_code == 200


def test_it_has_every_shipped_question_at_its_place_with_a_reason(client):
    definition = load_definitions()["screening"]
    page = opened(client)

    asked = [item for item in definition.walk() if item.asks or item.is_list]
    for item in asked:
        place = page.find(id=anchor(item.link_id))
        assert place["data-item"] == item.link_id
        assert text(place) == " ".join(in_language(item.text, "en").split())
        assert place.find_parent("ul").find_next_sibling(attrs={"data-why": True})


def test_questions_that_share_a_reason_are_told_it_once(client):
    publish_part(*RISK)

    page = opened(client)

    reasons = [text(tag) for tag in page.select("[data-why]")]
    assert (
        sum("Asking does not put them in your head" in words for words in reasons) == 1
    )


def test_instruments_are_named_with_the_line_that_they_ask_for(client):
    publish_part(*RISK)

    words = text(opened(client).main)

    assert "Patient Health Questionnaire-9 (PHQ-9)" in words
    assert "Developed by Drs. Robert L. Spitzer" in words
    assert "NIMH Ask Suicide-Screening Questions (ASQ) Toolkit" in words


def test_each_reason_leads_to_the_articles_that_explain_it(client):
    place = opened(client).find(id=anchor("aneurysm"))

    links = place.find_next(attrs={"data-explained-by": True}).select("a")

    assert [link["href"] for link in links] == ["/learn/who-should-not/"]


def test_articles_lead_to_the_questions_that_they_explain(client):
    page = BeautifulSoup(client.get("/learn/who-should-not/").content, "html.parser")

    links = {text(a): a["href"] for a in page.select(".asked-about a")}

    assert links["Aneurysm or AVM"] == why_url("aneurysm")
    assert len(links) > 15


def test_it_is_a_draft_until_a_clinician_has_signed_it(client, monkeypatch):
    draft = opened(client)
    clinician = make_staff(Role.CLINICIAN, name="Ada Example")
    sign(seen=standing().digest, by=clinician, role="MD")

    page = opened(client)

    assert draft.select_one("[data-draft]")
    assert not page.select_one("[data-draft], [data-late]")
    assert "Ada Example, MD" in text(page.select_one(".article-foot"))
    Clock(monkeypatch).pass_time(days=185)
    late = opened(client)
    assert late.select_one("[data-late]")
    assert late.find(id=anchor("aneurysm"))


def test_the_search_finds_reasons_and_tells_each_once(client):
    found = client.post("/learn/search/", {"q": "aneurysm"})
    page = BeautifulSoup(found.content, "html.parser")

    places = page.select("[data-reason]")

    assert places[0].a["href"] == why_url("aneurysm")
    assert len({text(place.p) for place in places}) == len(places) <= 3


def test_what_is_no_longer_asked_is_no_longer_found(client):
    publish_part("wanted")

    found = client.post("/learn/search/", {"q": "aneurysm"})

    assert b"data-reason" not in found.content


def test_addresses_into_it_say_nothing_of_health():
    address = why_url("command_voices")

    assert address.startswith("/start/why/#q-")
    assert "voice" not in address
    assert anchor("asq_1") != anchor("asq_2")


def test_the_questions_of_the_active_version_are_shown(client):
    publish_part("wanted")

    assert [tag["data-item"] for tag in opened(client).select(".asked li")] == [
        "routes",
        "reasons",
    ]


def test_without_a_questionnaire_it_says_so(client):
    Questionnaire.objects.update(active_version=None)

    assert "no questions at the moment" in client.get("/start/why/").text


def test_it_is_worked_out_once_for_each_version(client, django_assert_max_num_queries):
    publish_part(*RISK)
    reasons_shown.cache_clear()
    client.get("/start/why/")
    client.get("/start/why/")

    assert reasons_shown.cache_info().misses == 1
    with django_assert_max_num_queries(6):
        reply = client.get("/start/why/")
    assert "max-age=300" in reply.headers["Cache-Control"]


def test_the_start_page_leads_to_it(client):
    assert 'href="/start/why/"' in client.get("/start/").text
