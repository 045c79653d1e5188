"""The messages themselves: complete, discreet, in both languages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

from intake.messaging import actions
from intake.practice.models import Organisation

FOLDER = Path(settings.BASE_DIR) / "templates" / "emails"
NAMES = sorted(
    path.name.removesuffix(".txt")
    for path in FOLDER.glob("*.txt")
    if not path.name.endswith(".subject.txt")
)
CONTEXT = {
    "code": "123456",
    "minutes": 10,
    "link": "https://clinic.example/staff/welcome/abc/",
    "days": 3,
    "hours": 4,
}
TELLING = re.compile(
    r"ketamin|spravato|depress|suicid|psych|mental|therap|treatment|medic|patient care"
    r"|clinic\b|doctor|health|symptom|eligib",
    re.IGNORECASE,
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    organisation = Organisation.current()
    organisation.name = "Ketamine Center"
    organisation.discreet_name = "Ana & Bo's team"
    organisation.save()
    return organisation


def send(name, language="en"):
    actions.send_now(
        to="kim@example.com", template=name, language=language, context=CONTEXT
    )
    return mail.outbox[-1]


def test_there_are_letters():
    assert {"sign_in_code", "invitation", "password_link", "test"} <= set(NAMES)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", NAMES)
def test_a_letter_says_nothing_about_treatment(organisation, name, language):
    message = send(name, language)

    written = f"{message.subject}\n{message.body}\n{message.from_email}"
    spoken = re.sub(r"https?://\S+", "", written).replace("clinic@localhost", "")
    assert TELLING.search(spoken) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_has_a_subject_of_one_line_and_a_body(organisation, name):
    message = send(name)

    assert message.subject.strip() == message.subject != ""
    assert "\n" not in message.subject
    assert len(message.body.splitlines()) > 2


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_is_plain_text_and_signed_discreetly(organisation, name):
    message = send(name)

    assert message.content_subtype == "plain"
    assert "&amp;" not in message.body
    assert message.body.endswith("Ana & Bo's team\n")


def test_the_sender_is_the_discreet_name(organisation):
    message = send("test")

    assert message.from_email == "Ana & Bo's team <clinic@localhost>"


def test_the_code_stands_alone_on_its_line(organisation):
    assert "\n\n123456\n\n" in send("sign_in_code").body


@pytest.mark.parametrize("name", ["invitation", "password_link", "sign_in_link"])
def test_the_link_stands_alone_on_its_line(organisation, name):
    assert f"\n\n{CONTEXT['link']}\n\n" in send(name).body


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "for 1 minute,"), (10, "for 10 minutes,")]
)
def test_minutes_are_counted_in_words(organisation, minutes, words):
    actions.send_now(
        to="kim@example.com",
        template="sign_in_code",
        language="en",
        context=CONTEXT | {"minutes": minutes},
    )

    assert words in mail.outbox[0].body
