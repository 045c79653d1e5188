"""The mailbox of a demonstration, from which no mail leaves."""

import os
import time

import pytest
from bs4 import BeautifulSoup
from django.core.mail import EmailMessage

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.journeys.demo_urls"),
]


@pytest.fixture
def send(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path

    def send_one(to, body):
        EmailMessage("Your code", body, "clinic@localhost", [to]).send()
        newest = max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (time.time(), time.time()))

    return send_one


def articles(client):
    page = client.get("/demo/mailbox/")
    return BeautifulSoup(page.content, "html.parser").select("article[data-to]")


def test_the_newest_letter_comes_first_with_its_code(client, send):
    send("first@x.example", "Your code is 111111. It works for 10 minutes.")
    send("second@x.example", "Your code is 222222.")

    newest, oldest = articles(client)

    assert (newest["data-to"], oldest["data-to"]) == (
        "second@x.example",
        "first@x.example",
    )
    assert [code.text for code in newest.select("code[data-code]")] == ["222222"]
    assert newest["data-at"]


def test_a_letter_without_a_code_has_none(client, send):
    send("one@x.example", "There is news for you. Call 5550100111.")

    (letter,) = articles(client)

    assert not letter.select("code")
    assert "There is news" in letter.text


def test_an_empty_mailbox_is_a_page_too(client, send):
    assert articles(client) == []


@pytest.mark.urls("clinic.urls")
def test_outside_a_demonstration_there_is_no_mailbox(client):
    assert client.get("/demo/mailbox/").status_code == 404


def test_the_letters_beside_a_link_are_its_code(client, send):
    link = "http://127.0.0.1/patient/sign-in/link/a-123456_b/"
    send("one@x.example", f"Open:\n\n{link}\n\nOr write:\n\nK7QM-2F9X-PRTW\n")

    (letter,) = articles(client)

    assert [code.text for code in letter.select("code[data-code]")] == [
        "K7QM-2F9X-PRTW"
    ]
