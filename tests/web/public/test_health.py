"""Whether the process runs, and whether it can do its work."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from intake.audit.models import Verification
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox, WorkerBeat
from intake.patients import keys
from intake.web.public import health

ALL_WELL = {
    "ok": True,
    "database": True,
    "migrations": True,
    "keys": True,
    "queue": True,
    "worker": True,
    "trail": True,
    "guarded": False,  # tests connect as the owner
    "jobs": True,
}


@pytest.fixture
def all_well(db):
    cache.clear()
    messaging.beat()
    keys.note()
    yield
    cache.clear()


def test_the_process_answers_without_asking_the_database(client):
    # No mark for the database: a query would fail this test.
    reply = client.get("/healthz")

    assert (reply.status_code, reply.json()) == (200, {"ok": True})


def test_an_installation_that_works_is_ready(client, all_well):
    reply = client.get("/readyz")

    assert (reply.status_code, reply.json()) == (200, ALL_WELL)


def not_ready(client, check):
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.json() == ALL_WELL | {"ok": False, check: False}


def test_a_worker_that_never_came_is_missed(client, all_well):
    WorkerBeat.objects.all().delete()

    not_ready(client, "worker")


def test_a_worker_that_stopped_coming_is_missed(client, all_well):
    messaging.beat(timezone.now() - messaging.SILENCE - timedelta(seconds=1))

    not_ready(client, "worker")


def test_a_job_that_fails_is_told_and_closes_no_clinic(client, all_well):
    messaging.beat(failing=["retention"])

    reply = client.get("/readyz")

    assert (reply.status_code, reply.json()) == (200, ALL_WELL | {"jobs": False})


def test_a_broken_trail_is_told_and_closes_no_clinic(client, all_well):
    Verification.objects.create(at=timezone.now(), number=1, flaw="changed", broken=2)

    reply = client.get("/readyz")

    assert (reply.status_code, reply.json()) == (200, ALL_WELL | {"trail": False})


def test_a_worker_that_was_just_late_is_not_missed(client, all_well):
    messaging.beat(timezone.now() - messaging.SILENCE + timedelta(seconds=10))

    assert client.get("/readyz").status_code == 200


def test_a_message_that_nobody_tried_to_send_is_missed(client, all_well):
    messaging.send_later(to="a@b.example", template="news", language="en")
    assert client.get("/readyz").status_code == 200

    Outbox.objects.update(
        next_try_at=timezone.now() - health.OLDEST_WAITING - timedelta(seconds=1)
    )

    not_ready(client, "queue")


def test_a_message_that_was_tried_and_put_off_is_not_stuck(client, all_well):
    messaging.send_later(to="a@b.example", template="news", language="en")
    Outbox.objects.update(next_try_at=timezone.now() - timedelta(hours=1), tries=1)

    assert client.get("/readyz").status_code == 200


def test_a_migration_that_was_not_run_is_missed(client, all_well, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])

    not_ready(client, "migrations")


def test_migrations_that_ran_are_not_looked_for_at_every_call(
    client, all_well, django_assert_num_queries
):
    client.get("/readyz")

    with django_assert_num_queries(6):  # reached, keys, queue, worker, trail, jobs
        client.get("/readyz")


def test_a_database_that_fails_is_told_and_not_thrown(client, all_well, monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setitem(health.CHECKS, "database", fail)

    not_ready(client, "database")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_proxy_never_keeps_the_answer(client, all_well, path):
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_asked(client, db, path):
    assert client.post(path).status_code == 405
