"""The page on which an administrator tries the text gateway."""

import json

import pytest

from intake.audit.models import Event
from intake.messaging.models import Outbox
from tests.factories.staff import make_staff
from tests.mail_server import free_port
from tests.text_gateway import TextGateway

TEST = "/staff/admin/test-text/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boss(client):
    boss = make_staff("administrator")
    client.force_login(boss)
    return boss


@pytest.fixture
def gateway(settings):
    server = TextGateway()
    settings.SMS = server.settings
    yield server
    server.stop()


def test_it_is_sent_while_one_waits(client, gateway, boss):
    reply = client.post(TEST, {"to": "555 010 0199"}, follow=True)

    assert reply.redirect_chain == [(TEST, 302)]
    assert "The gateway took the text." in reply.text
    assert json.loads(gateway.taken[0][2])["to"] == "+15550100199"
    event = Event.objects.get(action="message.tested")
    assert (event.outcome, event.actor_id) == ("done", str(boss.pk))
    assert event.detail == {"channel": "text"}


def test_what_the_gateway_says_is_told_plainly(client, gateway):
    gateway.status = 401

    reply = client.post(TEST, {"to": "555 010 0199"})

    assert reply.status_code == 422
    assert "The gateway refused it, with status 401." in reply.text
    assert 'value="555 010 0199"' in reply.text
    assert Event.objects.get(action="message.tested").outcome == "failed"


def test_a_gateway_that_is_not_there_is_told_plainly(client, gateway, settings):
    settings.SMS |= {"url": f"http://127.0.0.1:{free_port()}/?key=unspoken"}

    reply = client.post(TEST, {"to": "555 010 0199"})

    assert reply.status_code == 422
    assert "The gateway cannot be reached: ConnectionRefusedError" in reply.text
    assert "unspoken" not in reply.text


def test_without_a_gateway_it_says_so(client, settings):
    settings.SMS = None

    page = client.get(TEST)
    reply = client.post(TEST, {"to": "555 010 0199"})

    assert "No text gateway is set" in page.text
    assert reply.status_code == 422
    assert "No gateway is set" in reply.text


@pytest.mark.parametrize("to", ["", "ana", "0199"])
def test_what_is_no_number_is_refused(client, gateway, to):
    reply = client.post(TEST, {"to": to})

    assert reply.status_code == 422
    assert 'href="#id_to"' in reply.text
    assert gateway.taken == []


def test_texts_that_fail_are_counted_apart_from_mail(client):
    Outbox.objects.create(template="alert", tries=1, channel="text")

    page = client.get("/staff/admin/").text

    assert "1 text could not be sent; try the gateway" in page
    assert "try the mail server" not in page
