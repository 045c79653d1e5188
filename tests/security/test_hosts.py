"""A name of the site that somebody made up is believed nowhere."""

import pytest
from django.core import mail

from intake.accounts import invitations
from intake.messaging.actions import deliver_due
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

FOREIGN = [
    "evil.example",
    "evil.example:443",
    "testserver.evil.example",
    "testserver@evil.example",
    "testserver, evil.example",
    "a\tb",
]


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/", "/patient/", "/staff/sign-in/", "/cms/"])
def test_a_foreign_name_is_refused_and_repeated_nowhere(client, path, host):
    for send in (client.get, client.post):
        reply = send(path, headers={"host": host})

        assert reply.status_code == 400
        assert "evil" not in reply.text
        assert not reply.has_header("Location")


def test_links_in_messages_are_those_of_the_clinic_whatever_a_proxy_passes_on(
    client, settings
):
    make_staff("clinician", login="ana", email="ana@clinic.example")
    told = {
        "x-forwarded-host": "evil.example",
        "x-forwarded-server": "evil.example",
        "x-original-url": "https://evil.example/",
        "forwarded": "host=evil.example",
        "origin": "https://evil.example",
        "referer": "https://evil.example/",
    }

    page = client.get("/staff/forgot/", headers=told)
    reply = client.post("/staff/forgot/", {"login": "ana"}, headers=told)
    invitations.send_asked()
    deliver_due()

    assert settings.SITE_URL + "/staff/welcome/" in mail.outbox[0].body
    for said in (page.text, str(reply.headers), mail.outbox[0].body):
        assert "evil" not in said
