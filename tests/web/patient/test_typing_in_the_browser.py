"""What the script keeps while a person types, and what it says of that."""

import gzip
import re
import time

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from intake.accounts.models import BrowserSession as Session
from intake.questionnaires import actions
from intake.questionnaires.actions import Place
from intake.questionnaires.models import SavedPage, Typed
from tests.factories.cases import make_response
from tests.factories.every_kind import ITEMS
from tests.factories.questionnaires import publish
from tests.factories.responses import answer_until
from tests.web.patient.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT = settings.BASE_DIR / "intake/web/ui/static/ui/typing.js"
HOME = reverse("patient:home")
LINE = "[data-typed]"
PAIN, ANXIETY = "[name=reasons][value=pain]", "[name=reasons][value=anxiety]"


@pytest.fixture
def first_page(window, response):
    """The first page of the questionnaire, opened."""
    window.open(Visitor(None, response).address("wanted"))
    return window


def is_typing(request):
    return request.method == "POST" and request.url.endswith("/typed/")


def kept(response):
    found = actions.typed_on(response, Place("wanted"))
    return found and found.raw.get("reasons")


def wait_for(find):
    """What is found within five seconds: nobody tells when the last word came."""
    until = time.monotonic() + 5
    while not (found := find()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def type_and_wait(window, box):
    with window.page.expect_response(lambda reply: is_typing(reply.request)) as sent:
        window.page.check(box)
        window.page.clock.fast_forward(2100)
    return sent.value.status


def test_what_is_typed_is_kept_without_a_press(first_page, response):
    status = type_and_wait(first_page, PAIN)

    assert status == 204
    assert kept(response) == ["pain"]
    assert first_page.page.inner_text(LINE).startswith("Kept at ")
    assert not SavedPage.objects.exists()


def test_it_is_sent_at_most_every_twenty_seconds(first_page, response):
    sent = []
    first_page.page.on("request", lambda r: sent.append(r) if is_typing(r) else None)
    type_and_wait(first_page, PAIN)

    first_page.page.check(ANXIETY)
    first_page.page.clock.fast_forward(17_000)
    assert len(sent) == 1
    with first_page.page.expect_response(lambda reply: is_typing(reply.request)):
        first_page.page.clock.fast_forward(3_000)

    assert len(sent) == 2
    assert set(kept(response)) == {"pain", "anxiety"}


def test_nothing_is_sent_while_nothing_is_typed(first_page):
    sent = []
    first_page.page.on("request", lambda r: sent.append(r) if is_typing(r) else None)

    first_page.page.clock.fast_forward(120_000)
    first_page.hide()

    assert sent == []


def test_a_window_that_is_closed_has_sent_the_last_word(first_page, response):
    first_page.page.check(PAIN)

    with first_page.page.expect_request(is_typing):
        first_page.hide()

    assert wait_for(lambda: kept(response)) == ["pain"]


def test_going_to_another_page_keeps_it_and_it_is_there_again(first_page, response):
    first_page.page.check(PAIN)
    first_page.page.click(".back a")
    first_page.page.wait_for_url(f"**{HOME}")
    wait_for(lambda: kept(response))

    first_page.page.reload()
    first_page.page.click("[data-unsaved] a")

    assert first_page.page.is_checked(PAIN)
    assert first_page.page.is_visible("[data-typed-note]")


def test_saving_leaves_nothing_behind(first_page, response):
    first_page.page.check("[name=routes][value=in]")
    type_and_wait(first_page, PAIN)
    first_page.page.check(ANXIETY)

    first_page.page.click("text=Save and go on")

    first_page.page.wait_for_url("**/2/")
    first_page.page.clock.fast_forward(30_000)
    assert not Typed.objects.exists()
    saved = SavedPage.objects.get()
    assert saved.page == "wanted"


def test_letting_go_brings_the_saved_answers_back(first_page, response, axe):
    answer_until(response, "mood", reasons=["anxiety"])
    first_page.page.reload()
    first_page.page.uncheck(ANXIETY)
    type_and_wait(first_page, PAIN)
    first_page.page.reload()
    axe(first_page.page)

    first_page.page.click("text=Show what I saved before instead")

    first_page.page.wait_for_selector("[data-typed-note]", state="detached")
    assert first_page.page.is_checked(ANXIETY)
    assert not first_page.page.is_checked(PAIN)


class TestEnter:
    @pytest.fixture
    def response(self, db):
        publish(items=ITEMS)
        return make_response()

    def test_it_saves_and_never_lets_go_of_what_was_typed(self, window, response):
        window.open(Visitor(None, response).address("page"))
        window.page.fill("[name=line]", "words")
        with window.page.expect_response(lambda reply: is_typing(reply.request)):
            window.page.clock.fast_forward(2_100)
        window.page.reload()
        window.page.wait_for_selector("[data-typed-note]")

        window.page.press("[name=line]", "Enter")

        window.page.wait_for_url("**/check/")
        assert SavedPage.objects.get().page == "page"
        assert "words" in window.page.inner_text("[data-item=line]")


def test_being_signed_out_elsewhere_is_said_and_nothing_is_lost(first_page, response):
    Session.objects.all().delete()

    first_page.page.check(PAIN)
    first_page.page.clock.fast_forward(2_100)

    first_page.page.wait_for_selector("#signed-out[open]")
    assert "press Save and sign in" in first_page.page.inner_text("#signed-out")
    assert "You were signed out." in first_page.page.inner_text(LINE)
    first_page.page.click("[data-close]")
    assert first_page.page.is_checked(PAIN)


def test_one_press_saves_and_signs_in_again(first_page):
    Session.objects.all().delete()
    first_page.page.check(PAIN)
    first_page.page.clock.fast_forward(2_100)

    first_page.page.click("[data-save]")

    first_page.page.wait_for_url("**/patient/sign-in/**")
    assert "What you typed is kept" in first_page.page.inner_text(".notices")
    assert "parked" in Session.objects.get().get_decoded()


def test_a_connection_that_fails_is_said_and_tried_again(first_page, response):
    first_page.page.context.set_offline(True)
    first_page.page.check(PAIN)
    first_page.page.clock.fast_forward(2_100)
    said = first_page.page.locator("[data-typed]")
    expect(said).to_have_text(re.compile("Not kept"))
    first_page.page.context.set_offline(False)

    with first_page.page.expect_response(lambda reply: is_typing(reply.request)):
        first_page.page.clock.fast_forward(20_100)

    assert kept(response) == ["pain"]


def test_nothing_that_is_typed_is_put_into_the_browsers_storage(first_page):
    type_and_wait(first_page, PAIN)

    stored = first_page.page.evaluate(
        """async () => [
          localStorage.length, sessionStorage.length,
          (await indexedDB.databases()).length, (await caches.keys()).length,
        ]"""
    )

    assert stored == [0, 0, 0, 0]


def test_the_script_is_small_and_only_where_something_is_typed(first_page):
    assert len(gzip.compress(SCRIPT.read_bytes())) < 2000

    first_page.open(HOME)

    assert first_page.page.locator("script[src*=typing]").count() == 0
