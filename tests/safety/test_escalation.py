"""When the clock runs out, the next person is told, and at last the directors."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.safety import actions, escalation
from intake.safety.models import Alert
from tests.factories.cases import make_patient
from tests.factories.duty import make_chain, on_call_always, raise_alert
from tests.letters import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(member):
    """Ann is on call, then Ben, then Cat; Dora is the medical director."""
    ann, ben, cat = (member(name) for name in ("Ann", "Ben", "Cat"))
    dora = member("Dora", "medical_director")
    on_call_always(ann)
    make_chain(ben, cat)
    return {"ann": ann, "ben": ben, "cat": cat, "dora": dora}


def step(clock, **later):
    """Let time pass, let the worker look; the alert as it is then."""
    clock.pass_time(**later)
    escalation.escalate_due()
    return Alert.objects.get()


def told(alert):
    times_up = alert.told.filter(reason="time_was_up")
    return [told.person and told.person.name for told in times_up]


def test_nobody_else_is_told_before_the_time_is_up(patient, team, clock):
    raise_alert(patient)

    alert = step(clock, minutes=9, seconds=59)

    assert told(alert) == []
    assert alert.assigned_to == team["ann"]
    assert not alert.is_overdue


def test_then_the_chain_is_gone_through_and_the_director_comes_last(
    patient, team, clock
):
    raise_alert(patient)

    owners = [step(clock, minutes=10).assigned_to.name for _time in range(3)]

    assert owners == ["Ben", "Cat", "Dora"]
    assert told(Alert.objects.get()) == owners
    assert [to for to, _text in letters()] == [
        f"{name}@clinic.example" for name in ("ann", "ben", "cat", "dora")
    ]


def test_the_alert_stays_overdue_however_many_were_told(patient, team, clock):
    due = raise_alert(patient).due_at

    for _time in range(4):
        alert = step(clock, minutes=10)

    assert alert.due_at == due
    assert alert.is_overdue


def test_the_director_is_told_again_every_hour(patient, team, clock):
    raise_alert(patient)
    for _time in range(3):
        step(clock, minutes=10)

    assert told(step(clock, minutes=59)) == ["Ben", "Cat", "Dora"]
    assert told(step(clock, minutes=1)) == ["Ben", "Cat", "Dora", "Dora"]


def test_taking_it_on_ends_the_escalation(patient, team, clock):
    alert = raise_alert(patient)
    actions.acknowledge(alert=alert, note="", by=team["ann"])

    alert = step(clock, minutes=14)

    assert told(alert) == []


def test_who_took_it_on_and_does_not_call_is_reminded_then_the_director_is_told(
    patient, team, clock
):
    actions.acknowledge(alert=raise_alert(patient), note="", by=team["ann"])

    step(clock, minutes=15)
    alert = step(clock, minutes=15)

    assert told(alert) == ["Ann", "Dora"]
    assert alert.assigned_to == team["ann"]
    assert alert.acknowledged_by == team["ann"]


def test_without_a_chain_the_director_is_next(patient, member, clock):
    member("Ann"), member("Dora", "medical_director")
    raise_alert(patient)

    assert told(step(clock, minutes=10)) == ["Dora"]


def test_without_a_director_everybody_of_the_site_is_told(patient, member, clock):
    member("Ann"), member("Ben")
    raise_alert(patient)

    assert told(step(clock, minutes=10)) == ["Ann", "Ben"]


def test_without_anybody_it_is_written_down_and_tried_again(patient, member, clock):
    raise_alert(patient)
    assert told(step(clock, minutes=10)) == [None]

    member("Ann")

    assert told(step(clock, minutes=70)) == [None, "Ann"]


def test_who_left_is_passed_over(patient, team, clock):
    team["ben"].is_active = False
    team["ben"].save()
    raise_alert(patient)

    assert step(clock, minutes=10).assigned_to == team["cat"]


def test_a_clock_in_staffed_hours_does_not_escalate_at_night(patient, team, clock):
    clock.pass_time(hours=6, minutes=30)  # half past four
    raise_alert(patient, Level.SAME_DAY)

    assert told(step(clock, hours=16)) == []  # half past eight
    assert told(step(clock, hours=2)) == ["Ben"]  # half past ten


def test_each_step_is_in_the_trail_without_a_name(patient, team, clock):
    raise_alert(patient)

    step(clock, minutes=10)

    event = Event.objects.get(action="alert.escalated")
    assert event.detail == {"people": 1}
    assert event.patient_id == str(patient.pk)


def test_one_that_fails_does_not_hold_up_the_others(
    patient, team, clock, monkeypatch, caplog
):
    first = raise_alert(patient)
    second = raise_alert(make_patient(site=patient.site))
    turn = escalation._turn
    monkeypatch.setattr(
        escalation, "_turn", lambda alert: 1 / 0 if alert == first else turn(alert)
    )

    clock.pass_time(minutes=10)

    assert escalation.escalate_due() == 1
    assert told(first) == []
    assert told(second) == ["Ben"]
    assert "alert not escalated" in caplog.text


def test_a_closed_alert_is_left_alone(patient, team, clock):
    alert = raise_alert(patient)
    actions.close(alert=alert, outcome="not_a_risk", note="x", by=team["ann"])

    clock.pass_time(days=3)

    assert escalation.escalate_due() == 0


def test_looking_costs_one_question_when_nothing_is_due(
    patient, team, clock, django_assert_num_queries
):
    raise_alert(patient)

    with django_assert_num_queries(1):
        escalation.escalate_due()


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_each_person_once(patient, team, clock):
    raise_alert(patient)
    clock.pass_time(minutes=10)
    ready = threading.Barrier(2)

    def work():
        ready.wait()
        try:
            escalation.escalate_due()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert told(Alert.objects.get()) == ["Ben"]
    assert Alert.objects.get().escalate_at - clock.now == timedelta(minutes=10)
