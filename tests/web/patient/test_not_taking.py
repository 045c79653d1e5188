"""While the clinic takes no new requests, nobody begins and everybody is told."""

import pytest
from django.urls import reverse

from intake.patients.models import Patient
from intake.practice.models import CrisisRecord
from intake.questionnaires.models import Questionnaire, Response
from tests.factories.cases import make_response
from tests.factories.questionnaires import RISK, publish_part
from tests.web.patient.visitor import Visitor

HOME, BEGIN, START = "/patient/", "/patient/begin/", "/start/"
NOTICE = "We are not taking new requests right now"
pytestmark = pytest.mark.django_db


def close():
    Questionnaire.objects.update(active_version=None)


def lose_the_numbers():
    CrisisRecord.objects.update(confirmed_at=None)


@pytest.fixture
def newcomer(client):
    """Somebody who said who they are when nothing could be begun."""
    close()
    assert make_response() is None
    client.force_login(Patient.objects.get().user)
    return Visitor(client, None)


@pytest.mark.parametrize("happened", [close, lose_the_numbers])
def test_the_start_page_says_so_and_offers_no_start(client, happened):
    happened()

    page = Visitor(client, None).get(START)

    assert page.status == 200
    assert NOTICE in page.words("[data-not-taking]")
    assert "Start with your e-mail address" not in page.words()
    assert page.has(f"main a[href='{reverse('patient:sign_in')}']")


def test_the_start_page_says_nothing_while_there_is_nothing_to_say(client):
    page = Visitor(client, None).get(START)

    assert not page.has("[data-not-taking]")
    assert "Start with your e-mail address" in page.words()


def test_whoever_is_new_is_told_and_not_asked_to_begin(newcomer):
    home = newcomer.get(HOME)

    assert NOTICE in home.words("[data-not-taking]")
    assert not home.has("form[data-form]")


def test_beginning_all_the_same_changes_nothing(newcomer):
    reply = newcomer.post(BEGIN)

    assert reply.status == 409
    assert NOTICE in reply.words()
    assert not Response.objects.exists()


def test_whoever_is_new_begins_once_it_is_open_again(newcomer):
    version = publish_part(*RISK)
    assert newcomer.get(HOME).kind == "begin"

    newcomer.post(BEGIN)

    assert Response.objects.get().version == version


@pytest.mark.parametrize("happened", [close, lose_the_numbers])
def test_whoever_has_begun_goes_on(visit, happened):
    publish_part(*RISK)
    visitor = visit()
    happened()

    assert visitor.get(HOME).has("a[data-continue]")
    assert visitor.open("wanted").status == 200
    assert not visitor.get(HOME).has("[data-not-taking]")
