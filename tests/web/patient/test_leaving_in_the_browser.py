"""Leaving in a hurry, and what a press of Back shows to whoever comes next."""

import time

import pytest
from django.urls import reverse

from intake.accounts.models import BrowserSession
from intake.practice.models import Organisation
from intake.questionnaires import actions
from intake.questionnaires.actions import Place
from tests.web.patient.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME = reverse("patient:home")
PAIN = "[name=reasons][value=pain]"
SIGN_IN = "**/patient/sign-in/**"


@pytest.fixture
def away(live_server):
    """A page of another host, as far as a browser knows."""
    elsewhere = live_server.url.replace("localhost", "127.0.0.1") + "/help-now/"
    organisation = Organisation.current()
    organisation.leave_address = elsewhere
    organisation.save()
    return elsewhere


@pytest.fixture
def reading(window, response, away):
    """The second of two pages of the patient."""
    window.open(HOME)
    window.open(Visitor(None, response).address("wanted"))
    return window.page


def wait_until(true):
    until = time.monotonic() + 5
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
    return true()


def nobody_is_signed_in():
    return not BrowserSession.objects.exclude(account=None).exists()


def leave(page, away):
    page.click("[data-quick-exit]")
    page.wait_for_url(away)


def test_what_was_typed_is_kept_and_back_shows_nothing(reading, away, response):
    reading.check(PAIN)

    leave(reading, away)

    assert wait_until(nobody_is_signed_in)
    assert actions.typed_on(response, Place("wanted")).raw["reasons"] == ["pain"]
    reading.go_back()
    reading.wait_for_url(SIGN_IN)
    names = {cookie["name"] for cookie in reading.context.cookies(reading.url)}
    assert names == {"csrf", "session"}


def test_nobody_waits_for_a_slow_server_and_back_shows_nothing(reading, away):
    reading.route("**/leave/", lambda _route: None)  # it is never answered

    leave(reading, away)

    assert not nobody_is_signed_in()
    reading.go_back()
    reading.wait_for_url(SIGN_IN)
    assert nobody_is_signed_in()


def test_while_the_next_page_is_on_its_way_nothing_is_to_be_seen(reading, away):
    height = reading.evaluate(
        """() => {
          document.querySelector("[data-quick-exit]").click();
          return document.body.offsetHeight;
        }"""
    )

    assert height == 0
    assert wait_until(nobody_is_signed_in)


def test_a_page_that_was_kept_whole_is_asked_for_anew(reading, away):
    BrowserSession.objects.all().delete()

    reading.evaluate(
        """() => {
          dispatchEvent(new PageTransitionEvent("pagehide", {persisted: true}));
          dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
        }"""
    )

    reading.wait_for_url(SIGN_IN)


def test_without_scripts_back_shows_nothing_either(window, new_context, away):
    cookies = window.page.context.cookies()
    phone = {"width": 360, "height": 740}
    plain = new_context(java_script_enabled=False, viewport=phone)
    plain.add_cookies(cookies)
    page = plain.new_page()
    page.goto(window.server.url + HOME)

    leave(page, away)

    assert nobody_is_signed_in()
    page.go_back()
    page.wait_for_url(SIGN_IN)
