"""Whoever changes the language of a page keeps what they typed at its foot."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from intake.education.translating.models import FRAME
from intake.feedback.models import Remark, Total

pytestmark = pytest.mark.django_db
ENGLISH, SPANISH = "/learn/start/", "/learn/es/start/"
TYPED = {"clear": "partly", "remark": "What is a drip? <b>", "web_address": ""}


@pytest.fixture(autouse=True)
def _in_two_languages(reviewed):
    reviewed(FRAME)
    reviewed("P1")


def parsed(response):
    return BeautifulSoup(response.content, "html.parser")


def typed(response):
    """What stands in the form at the foot of the page."""
    form = parsed(response).select_one("form#page-feedback")
    chosen = [field["value"] for field in form.select("[name=clear][checked]")]
    return chosen, form.textarea.get_text().strip()


@pytest.mark.parametrize(
    ("here", "language"), [(ENGLISH, "es"), (SPANISH, "en")], ids=["there", "back"]
)
def test_the_button_of_the_other_language_takes_along_what_was_typed(here, language):
    reader = Client(enforce_csrf_checks=True)
    button = parsed(reader.get(here)).select_one("[data-take-along]")
    address, place = button["formaction"].split("#")

    page = reader.post(address, TYPED)

    assert (page.status_code, parsed(page).html["lang"]) == (200, language)
    assert typed(page) == (["partly"], "What is a drip? <b>")
    assert parsed(page).find(id=place).name == "form"
    assert button["form"] == place
    assert not reader.cookies
    assert "no-store" in page["Cache-Control"]
    assert not Total.objects.exists()
    assert not Remark.objects.exists()


def test_the_time_of_reading_counts_in_both_languages(client):
    def mark(page):
        return parsed(page).select_one("input[name=_mark]")["value"]

    read = mark(client.get(ENGLISH))

    assert mark(client.post(SPANISH, {**TYPED, "_mark": read})) == read
    assert mark(client.post(SPANISH, {**TYPED, "_mark": "forged"})) != "forged"


def test_pressing_enter_sends_the_form_and_does_not_change_the_language(client):
    page = parsed(client.get(ENGLISH))

    buttons = page.select("[type=submit][form=page-feedback]")
    assert buttons[0].get("formaction") is None
    assert buttons[0]["tabindex"] == "-1"


def test_a_refused_answer_is_taken_along_too(client):
    refused = client.post("/learn/feedback/P1/", {"remark": "Too long"})
    button = parsed(refused).select_one("[data-take-along]")

    page = client.post(button["formaction"], {"remark": "Too long"})

    assert parsed(page).html["lang"] == "es"
    assert typed(page) == ([], "Too long")


def test_a_page_that_is_not_translated_keeps_the_words_too(client):
    page = client.post("/learn/es/getting-ready/", TYPED)

    assert parsed(page).select("[data-not-yet]")
    assert typed(page) == (["partly"], "What is a drip? <b>")


def test_odd_posts_are_pages_all_the_same(client):
    odd = {"clear": "<b>", "remark": "x" * 5000, "more": "y"}

    assert typed(client.post(SPANISH, odd)) == ([], "x" * 5000)
    assert client.post("/learn/es/nowhere/", odd).status_code == 404
    assert client.get("/learn/en/start/").url == ENGLISH
    assert client.get("/learn/en/").status_code == 404
