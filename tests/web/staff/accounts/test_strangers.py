"""Strangers who guess or ask keep nobody out of a browser that was let in before."""

import pytest
from django.core import mail
from django.test import Client

from intake.accounts import actions, codes, known
from tests.factories.factors import with_app
from tests.factories.staff import PASSWORD, make_staff

pytestmark = pytest.mark.django_db
SIGN_IN, SECOND = "/staff/sign-in/", "/staff/sign-in/second/"


@pytest.fixture
def ana(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    return make_staff("clinician", login="ana")


def give(client, password, login="ana"):
    return client.post(SIGN_IN, {"login": login, "password": password})


def guess_all_day(login="ana"):
    stranger = Client()
    for _try in range(11):
        reply = give(stranger, "guess", login)
    assert "too many wrong passwords" in reply.text


@pytest.fixture
def hers(client, ana):
    """Her browser, in which she signed in and out again."""
    app = with_app(ana)
    give(client, PASSWORD)
    client.post(SECOND, {"code": app.code()})
    client.post("/sign-out/")
    return client


def test_whoever_guesses_does_not_keep_her_out_of_her_own_browser(hers):
    guess_all_day()

    assert give(hers, PASSWORD).url == SECOND
    assert give(Client(), PASSWORD).status_code == 422


def test_her_own_browser_guesses_no_more_than_others(hers):
    for _try in range(10):
        assert give(hers, "guess").status_code == 422

    assert "too many wrong passwords" in give(hers, PASSWORD).text


def test_a_mark_for_one_name_is_none_for_another(hers):
    make_staff("clinician", login="bo")
    guess_all_day("bo")

    assert "too many wrong passwords" in give(hers, PASSWORD, "bo").text


def test_a_made_up_mark_counts_with_strangers(ana):
    guess_all_day()
    client = Client()

    for carried in ("", "made up", known.mark(b"another name")):
        client.cookies["known"] = carried
        assert give(client, PASSWORD).status_code == 422


def test_the_mark_goes_to_the_sign_in_alone_and_names_nobody(hers):
    cookie = hers.cookies["known"]

    assert cookie["path"] == SIGN_IN
    assert cookie["httponly"]
    assert "ana" not in cookie.value


def test_whoever_is_signed_in_can_sign_while_strangers_guess(client, ana, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(ana)
    guess_all_day()

    reply = client.post("/staff/confirm/", {"password": PASSWORD})

    assert reply.status_code == 302
    assert not actions.too_many_failures("ana", known.SIGNED_IN)


def test_a_patient_gets_a_code_in_their_own_browser_while_strangers_ask(client):
    index = codes.address_index("kim@example.com")
    client.cookies["known"] = known.mark(index.newest)
    stranger = Client()
    for _ask in range(6):
        stranger.post("/patient/sign-in/", {"email": "kim@example.com"})
    assert "link" in mail.outbox[-1].subject

    reply = client.post("/patient/sign-in/", {"email": "KIM@example.com"})

    assert reply.url == "/patient/sign-in/code/"
    assert "code" in mail.outbox[-1].subject
