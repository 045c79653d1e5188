"""Somebody answers item 9 and closes the window: the alert goes its whole way."""

from datetime import timedelta

import pytest

from intake.domain.safety import Level
from intake.operations.management.commands import worker
from intake.practice.models import Location
from intake.safety.models import Alert
from tests.factories.cases import make_response
from tests.factories.duty import make_chain, on_call_always
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.responses import answer
from tests.factories.staff import make_staff
from tests.letters import letters
from tests.web.clock import Clock
from tests.web.staff.reading import one, text

pytestmark = pytest.mark.django_db
CALLED = {"channel": "phone", "result": "reached", "when": "", "said": "Safe."}
ITEMS = [f"phq9_{number}" for number in range(1, 10)]


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def work(monkeypatch):
    """One round of the worker, with its look at what is due."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)

    def work():
        worker.Command().round(0)

    return work


@pytest.fixture
def team(db):
    """Ann is on call, then Ben, and Dora is the medical director."""

    def member(name, role="clinician"):
        email, sites = f"{name.lower()}@clinic.example", Location.objects.all()
        return make_staff(role, name=name, email=email, sites=sites)

    ann, ben, dora = member("Ann"), member("Ben"), member("Dora", "medical_director")
    on_call_always(ann)
    make_chain(ben)
    return ann, ben, dora


@pytest.fixture
def alert(visit, team):
    """Item 9 is "several days"; the page is saved, the next one seen, nothing more."""
    publish_part(*RISK)
    response = make_response()
    answer(response, "wanted")
    visitor = visit(response)
    mood = dict.fromkeys(ITEMS, "0") | {"phq9_9": "1", "phq9_difficulty": "0"}
    reply = visitor.send("mood", mood)
    assert reply.status == 302
    visitor.get(reply.leads_to)
    return Alert.objects.get()


def later(alert, clock, work, minutes):
    clock.pass_time(minutes=minutes)
    work()
    alert.refresh_from_db()
    return alert


def test_whoever_is_on_call_has_it_at_once(clock, alert, team):
    assert (alert.level, alert.assigned_to) == (Level.LOW, team[0])
    assert [to for to, _text in letters()] == ["ann@clinic.example"]


def test_when_the_screen_is_not_finished_it_rises(clock, alert, team, work):
    later(alert, clock, work, minutes=16)

    assert alert.level == Level.UNKNOWN_POSITIVE
    assert alert.due_at - clock.now == timedelta(minutes=30)
    assert alert.assigned_to == team[0]


def test_when_nobody_takes_it_on_it_goes_up_to_the_director(clock, alert, team, work):
    later(alert, clock, work, minutes=16)

    owners = [
        later(alert, clock, work, minutes=30).assigned_to.name for _time in range(2)
    ]

    assert owners == ["Ben", "Dora"]
    told = [to.split("@")[0] for to, _text in letters()]
    assert told == ["ann", "ann", "ben", "dora"]


def test_the_director_is_led_to_it_and_a_talk_ends_the_clock(
    clock, alert, team, work, client
):
    for minutes in (16, 30, 30):
        later(alert, clock, work, minutes)
    client.force_login(team[2])
    url = f"/staff/alerts/{alert.pk}/"

    banner = one(client.get("/staff/password/"), "[data-overdue] a")
    page = client.get(banner["href"])
    client.post(url, {"_action": "acknowledge"})
    client.post(f"{url}contact/", CALLED)
    later(alert, clock, work, minutes=300)

    assert banner["href"] == url
    assert "The form is not sent yet." in page.text
    assert text(one(page, "main [data-item=phq9_9]")) == "Several days"
    assert (alert.acknowledged_by, alert.is_contacted) == (team[2], True)
    assert not alert.is_overdue
    assert alert.escalations == 0
