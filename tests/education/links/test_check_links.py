"""The command that asks every link out of the portal, and what editors see of it."""

import json

import pytest
from django.core.management import call_command

from intake.education.links import actions
from intake.education.links.asking import Answer, Asker
from intake.education.links.models import OutsideLink

pytestmark = pytest.mark.django_db


def test_editors_see_which_links_lead_nowhere_and_on_which_pages(
    client, editor, monkeypatch, capsys
):
    links = actions.outside_links()
    gone = next(url for url, pages in links.items() if "T1" in pages)
    replies = {gone: Answer("gone", 404)}
    works = Answer("works", 200)
    monkeypatch.setattr(Asker, "ask", lambda _self, url: replies.get(url, works))

    call_command("check_links")
    client.force_login(editor)
    home = client.get("/cms/").text

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == len(links) == OutsideLink.objects.count()
    assert [line["url"] for line in lines if line["kind"] == "gone"] == [gone]
    assert "Links that lead nowhere or elsewhere" in home
    assert gone in home


def test_nothing_is_said_before_anybody_asked(client, editor):
    client.force_login(editor)

    assert "Links that lead nowhere" not in client.get("/cms/").text
