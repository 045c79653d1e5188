"""The page that says of every question why it is asked."""

import pytest
from bs4 import BeautifulSoup

from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.shipped import load_definitions
from intake.questionnaires.models import Questionnaire
from intake.web.ui.why import anchor, reasons_shown, why_url
from tests.factories.questionnaires import RISK, publish_part

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

    assert reasons_shown.cache_info().hits == 1
    with django_assert_max_num_queries(6):
        reply = client.get("/start/why/")
    assert "max-age=300" in reply.headers["Cache-Control"]


def test_the_start_page_leads_to_it(client):
    assert 'href="/start/why/"' in client.get("/start/").text
