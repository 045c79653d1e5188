"""The command that asks every link out of the portal, and what editors see of it."""

import json
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.utils import timezone

from intake.education.links import actions, weekly
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
    assert f"{len(links)} links were asked last on" in home
    assert gone in home


def test_nothing_is_said_before_anybody_asked(client, editor):
    client.force_login(editor)

    assert "data-links-asked" not in client.get("/cms/").text


def test_a_server_without_a_way_out_finds_no_link_broken(client, editor):
    list(actions.check(lambda _url: Answer("gone")))
    client.force_login(editor)

    home = client.get("/cms/").text

    assert "this server may have no way out" in home
    assert "lead nowhere or elsewhere" not in home


def test_only_what_was_not_asked_for_a_week_is_asked_again(portal):
    now, asked = timezone.now(), []
    list(actions.check(lambda _url: Answer("works", 200)))
    assert not actions.is_due(now)
    old = OutsideLink.objects.order_by("url").first()
    OutsideLink.objects.filter(pk=old.pk).update(at=now - timedelta(days=8))
    assert actions.is_due(now)

    def ask(url):
        asked.append(url)
        return Answer("works", 200)

    list(actions.check(ask, asked_before=now - actions.WEEK))

    assert asked == [old.url]
    assert not actions.is_due(now)


@pytest.mark.parametrize(
    ("is_on", "is_due", "begun"), [(True, True, 1), (True, False, 0), (False, True, 0)]
)
def test_the_worker_begins_once_when_it_is_due(
    monkeypatch, settings, is_on, is_due, begun
):
    started = []
    settings.CHECK_LINKS = is_on
    monkeypatch.setattr(actions, "is_due", lambda _now: is_due)
    check = weekly.WeeklyCheck()
    monkeypatch.setattr(weekly, "Thread", lambda **how: _Noted(how, started))

    check.begin_if_due()
    check.begin_if_due()

    assert started == [weekly.ask_again] * begun


class _Noted:
    """A thread that only notes what it would do."""

    def __init__(self, how, started):
        self.start = lambda: started.append(how["target"])


def test_what_fails_while_asking_stops_nobody(monkeypatch, caplog):
    monkeypatch.setattr(actions, "check", Mock(side_effect=RuntimeError))
    monkeypatch.setattr(weekly, "connection", Mock())

    weekly.ask_again()

    assert [record.job for record in caplog.records] == ["links"]
