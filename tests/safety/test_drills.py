"""A drill goes the whole way of a real alert and counts nowhere."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from intake.domain.safety import Level
from intake.messaging.models import Outbox
from intake.patients.likeness import alike
from intake.patients.models import Patient
from intake.review.worklist import alerts_for
from intake.safety import actions
from intake.safety.contacts import Attempt, log_contact
from intake.safety.drills import NOBODY, open_drill
from intake.safety.escalation import escalate_due
from intake.safety.models import Alert
from intake.safety.times import waited, waited_in
from tests.factories.duty import make_chain, on_call_always
from tests.factories.moments import follow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_clocks_time(clock, monkeypatch):
    follow(clock, monkeypatch)


@pytest.fixture
def director(member):
    return member("Dora", "medical_director")


@pytest.fixture
def drill(clock, site, director):
    return open_drill(site=site, level=Level.ACUTE, by=director)


def present(alert):
    return Alert.objects.get(pk=alert.pk)


def test_it_is_given_to_whoever_is_on_call_and_they_are_told(
    clock, site, director, member
):
    ana = member("Ana")
    on_call_always(ana, site)

    drill = open_drill(site=site, level=Level.ACUTE, by=director)

    assert drill.is_practice
    assert present(drill).assigned_to == ana
    assert Outbox.objects.filter(template="alert").count() == 1


def test_it_rises_to_the_next_person_when_its_time_is_up(clock, drill, member):
    ben = member("Ben")
    make_chain(ben)
    clock.now += timedelta(hours=3)

    escalate_due(clock.now)

    assert present(drill).assigned_to == ben


def test_it_is_taken_on_reached_and_closed_with_its_times(clock, drill, director):
    clock.now += timedelta(minutes=4)
    actions.acknowledge(alert=drill, note="", by=director)
    clock.now += timedelta(minutes=6)
    attempt = Attempt(channel="phone", result="reached", at=clock.now)
    log_contact(alert=drill, attempt=attempt, by=director)
    clock.now += timedelta(minutes=20)
    actions.close(alert=drill, outcome="safe_plan", note="Played.", by=director)

    (one,) = waited([present(drill)])

    times = (one.to_acknowledge, one.to_contact, one.to_close)
    assert times == tuple(timedelta(minutes=m) for m in (4, 10, 30))


def test_no_report_counts_it(clock, drill, director):
    day = timedelta(days=1)

    assert waited_in(director, clock.now - day, clock.now + day) == []


def test_it_stands_on_the_worklist_and_is_told_apart(drill, director):
    assert [alert.is_practice for alert in alerts_for(director)] == [True]
    assert not Alert.objects.real().exists()


def test_nobody_finds_its_patient(drill, director):
    assert not Patient.objects.visible_to(director).exists()
    assert alike(NOBODY, "", director) == []


@pytest.mark.parametrize("index", ["phone_index", "surname_birth_index"])
def test_the_database_gives_its_patient_no_index(drill, index):
    with pytest.raises(IntegrityError, match="is_nobody"), transaction.atomic():
        Patient.objects.filter(pk=drill.patient_id).update(**{index: b"x"})


def test_several_drills_run_beside_each_other(drill, site, director):
    open_drill(site=site, level=Level.LOW, by=director)

    assert Alert.objects.drills().open().count() == 2


def test_a_level_that_opens_no_alert_is_refused(site, director):
    with pytest.raises(ValueError, match="opens no alert"):
        open_drill(site=site, level=Level.NONE, by=director)

    assert not Patient.objects.filter(is_practice=True).exists()
