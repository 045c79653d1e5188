"""Text messages: handed to a real gateway on this machine, or put off."""

import base64
import json
import logging
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.utils import timezone

from intake.messaging import actions, gateway
from intake.messaging.models import Outbox
from intake.practice.models import Organisation
from tests.mail_server import free_port
from tests.text_gateway import TextGateway

NUMBER = "+15550100199"
TEXTS = sorted(
    path.stem
    for path in (django_settings.BASE_DIR / "templates" / "texts").glob("*.txt")
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    """A gateway that takes every text, and is set."""
    server = TextGateway()
    settings.SMS = server.settings
    yield server
    server.stop()


def queue(template="alert"):
    return actions.text_later(to=NUMBER, template=template, language="en")


def delivered(message):
    actions.deliver_due()
    message.refresh_from_db()
    return message


class TestSending:
    def test_a_queued_text_is_handed_to_the_gateway(self, server):
        message = delivered(queue())

        ((path, headers, body),) = server.taken
        assert path == "/messages"
        assert headers["Authorization"] == "Bearer the-secret-token"
        assert headers["Content-Type"] == "application/json"
        sent = json.loads(body)
        assert (sent["from"], sent["to"]) == ("+15550100000", NUMBER)
        assert "There is something to look at." in sent["text"]
        assert (message.state, message.sealed) == ("sent", None)
        assert mail.outbox == []

    def test_a_gateway_may_want_a_form_with_names_of_its_own(self, server, settings):
        settings.SMS |= {
            "user": "account",
            "as_form": True,
            "fields": ("From", "To", "Body"),
        }

        delivered(queue())

        ((_path, headers, body),) = server.taken
        sent = parse_qs(body.decode())
        assert sent["To"] == [NUMBER]
        assert set(sent) == {"From", "To", "Body"}
        assert headers["Content-Type"] == "application/x-www-form-urlencoded"
        proof = headers["Authorization"].removeprefix("Basic ")
        assert base64.b64decode(proof) == b"account:the-secret-token"

    def test_an_address_keeps_its_query(self, server, settings):
        settings.SMS = server.settings | {"url": f"{server.settings['url']}?v=2"}

        delivered(queue())

        assert server.taken[0][0] == "/messages?v=2"

    @pytest.mark.parametrize("status", [200, 201, 202, 204])
    def test_whatever_says_taken_is_taken(self, server, status):
        server.status = status

        assert delivered(queue()).state == "sent"


class TestFailing:
    @pytest.mark.parametrize("status", [301, 400, 401, 429, 500])
    def test_a_gateway_that_does_not_take_it_is_asked_again_later(self, server, status):
        server.status, now = status, timezone.now()

        message = delivered(queue())

        assert (message.state, message.tries) == ("waiting", 1)
        assert message.last_error == "Refused"
        assert message.next_try_at - now >= timedelta(minutes=1)
        assert Outbox.objects.failing().get() == message

    def test_a_redirect_is_not_followed_with_the_number_and_the_token(self, server):
        server.status, server.leads_to = 307, server.settings["url"]

        delivered(queue())

        assert len(server.taken) == 1

    def test_a_gateway_that_is_silent_is_not_waited_for(self, server, monkeypatch):
        monkeypatch.setattr(gateway, "TIMEOUT", 0.2)
        server.hangs = True

        message = delivered(queue())

        assert (message.state, message.last_error) == ("waiting", "Unreachable")

    def test_a_gateway_that_is_not_there_is_asked_again_later(self, settings, server):
        settings.SMS |= {"url": f"http://127.0.0.1:{free_port()}/"}

        message = delivered(queue())

        assert (message.state, message.last_error) == ("waiting", "Unreachable")

    def test_a_gateway_that_was_taken_away_is_seen(self, settings):
        settings.SMS = None

        message = delivered(queue())

        assert (message.state, message.last_error) == ("waiting", "NoGateway")

    def test_pauses_are_those_of_e_mail(self, server):
        server.status = 500
        message, now, pauses = queue(), timezone.now(), []

        for _try in range(7):
            actions.deliver_due(now=now)
            message.refresh_from_db()
            pauses.append((message.next_try_at - now) / timedelta(minutes=1))
            now = message.next_try_at

        assert pauses == [1, 2, 5, 15, 60, 240, 240]

    def test_it_goes_out_when_the_gateway_is_back(self, server):
        server.status = 503
        message = delivered(queue())
        server.status = 200

        actions.deliver_due(now=message.next_try_at)

        message.refresh_from_db()
        assert (message.state, message.tries) == ("sent", 2)
        assert not Outbox.objects.failing().exists()

    def test_after_thirty_tries_a_person_has_to_look(self, server):
        server.status = 500
        message = queue()
        Outbox.objects.update(tries=29)

        assert delivered(message).state == "given_up"

    @pytest.mark.parametrize("token", ["line\nbreak", "ключ"])
    def test_a_token_that_cannot_be_sent_stops_nothing(self, server, settings, token):
        settings.SMS |= {"token": token}
        actions.send_later(to="a@x.example", template="news", language="en")

        message = delivered(queue())

        assert message.last_error == "Unreachable"
        assert len(mail.outbox) == 1


class TestDiscretion:
    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize("template", TEXTS)
    def test_a_text_is_one_short_line_without_a_link(self, server, template, language):
        name = "A very long name of a care team, without any thought " * 4
        Organisation.objects.update_or_create(pk=1, defaults={"discreet_name": name})

        actions.text_now(to=NUMBER, template=template, language=language)

        text = json.loads(server.taken[0][2])["text"]
        assert 20 < len(text) < 160
        assert "\n" not in text
        assert "http" not in text

    def test_it_says_nothing_of_anybody(self, server):
        delivered(queue())

        text = json.loads(server.taken[0][2])["text"].casefold()
        for telling in ("alert", "patient", "safety", "risk", "clinic", "ketamin"):
            assert telling not in text

    def test_there_are_texts(self):
        assert {"alert", "test"} <= set(TEXTS)

    @pytest.mark.parametrize("status", [200, 500])
    def test_neither_the_number_nor_the_token_is_logged(self, server, caplog, status):
        caplog.set_level(logging.DEBUG)
        server.status = status

        message = delivered(queue())

        assert NUMBER not in caplog.text
        assert "the-secret-token" not in caplog.text
        assert "5550100199" not in message.last_error

    def test_a_waiting_text_holds_no_number_in_clear(self, server):
        sealed = bytes(queue().sealed)

        assert NUMBER.encode() not in sealed
