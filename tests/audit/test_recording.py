"""Actions and their events: written together, or told apart when they fail."""

import contextlib
import threading

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from intake.audit import actions as audit
from intake.audit.models import Event
from intake.practice.models import Location


@audit.recorded
def open_site(name, *, fails=False):
    """Stands for any action."""
    audit.record("site.opened", name_length=len(name))
    Location.objects.create(name=name)
    if fails:
        raise RuntimeError(name)


@audit.recorded
def open_two_sites(*, second_fails=False):
    open_site("North")
    open_site("South", fails=second_fails)


def outcomes(action="site.opened"):
    events = Event.objects.filter(action=action).order_by("number")
    return list(events.values_list("outcome", flat=True))


@pytest.mark.django_db
def test_an_action_and_its_event_are_stored_together():
    open_site("North")

    assert Location.objects.filter(name="North").exists()
    assert outcomes() == ["done"]


@pytest.mark.django_db
def test_a_failed_action_stores_nothing_but_that_it_failed():
    with pytest.raises(RuntimeError):
        open_site("North", fails=True)

    assert not Location.objects.filter(name="North").exists()
    assert outcomes() == ["failed"]


@pytest.mark.django_db
def test_an_action_inside_another_shares_its_fate():
    with pytest.raises(RuntimeError):
        open_two_sites(second_fails=True)

    assert not Location.objects.filter(name__in=["North", "South"]).exists()
    assert outcomes() == ["failed", "failed"]


@pytest.mark.django_db
def test_events_are_written_last():
    """The chain's lock is held for an instant, however long the action takes."""
    with audit.unit():
        audit.record("site.opened")
        assert outcomes() == []

    assert outcomes() == ["done"]


@pytest.mark.django_db
def test_an_action_that_failed_leaves_the_next_one_alone():
    with pytest.raises(RuntimeError):
        open_site("North", fails=True)

    open_site("South")

    assert outcomes() == ["failed", "done"]


@pytest.mark.django_db
def test_an_attempt_that_was_turned_away_is_kept():
    audit.refused("address.opened", address="staff:people")

    event = Event.objects.get(action="address.opened")
    assert (event.outcome, event.detail) == ("refused", {"address": "staff:people"})


@pytest.mark.django_db
def test_detail_and_result_of_an_action_pass_through():
    @audit.recorded
    def double(number, *, by):
        return number * by

    assert double(3, by=2) == 6


@pytest.mark.django_db(transaction=True)
def test_actions_at_the_same_time_make_one_chain():
    def work(start):
        try:
            for number in range(5):
                open_site(f"Site {start} {number}")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[start]) for start in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes() == ["done"] * 15
    before = ""
    for place, event in enumerate(Event.objects.order_by("number"), start=1):
        assert event.number == place
        assert audit.chained(event, before) == event.digest
        before = event.digest


def test_an_inner_action_that_fails_stays_failed_when_the_outer_goes_on(db):
    @audit.recorded
    def inner():
        audit.record("inner.done")
        raise ValueError

    @audit.recorded
    def outer():
        audit.record("outer.done")
        with contextlib.suppress(ValueError):
            inner()

    outer()

    outcomes = dict(Event.objects.values_list("action", "outcome"))
    assert outcomes["outer.done"] == "done"
    assert outcomes["inner.done"] == "failed"


def test_an_action_that_the_database_ends_is_in_the_trail_too(db):
    Location.objects.create(name="North")

    with pytest.raises(IntegrityError):
        open_site("North")

    assert outcomes() == ["failed"]


@pytest.mark.django_db(transaction=True)
def test_an_action_whose_connection_dies_is_in_the_trail_too():
    @audit.recorded
    def cut_off():
        audit.record("site.opened")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(OperationalError):
        cut_off()

    assert outcomes() == ["failed"]


def test_what_cannot_be_noted_hides_nothing_and_is_told_in_the_log(db, caplog):
    """In somebody's transaction that is lost as a whole, no line can be kept."""
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            open_site("North")

    assert outcomes() == []
    assert "failed actions are not in the trail" in caplog.text
    assert "North" not in caplog.text


def test_an_attempt_that_was_turned_away_inside_an_action_outlives_it(db):
    @audit.recorded
    def inner():
        audit.refused("factor.tried")
        raise PermissionError

    @audit.recorded
    def outer():
        audit.record("outer.done")
        inner()

    with pytest.raises(PermissionError):
        outer()

    assert outcomes("factor.tried") == ["refused"]
    assert outcomes("outer.done") == ["failed"]


def test_an_attempt_is_tied_to_what_it_was_about(db):
    site = Location.objects.create(name="North")

    audit.refused("site.opened", subject=site, patient="some-id", found=1)

    event = Event.objects.get(action="site.opened")
    assert (event.subject_id, event.patient_id) == (str(site.pk), "some-id")
    assert event.detail == {"found": 1}
