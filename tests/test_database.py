"""Databases of tests: what a test commits is gone, and what a killed run left too."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection

from tests import database

CLONE = f"{database.PREFIX}run_0_test"


@pytest.fixture
def server(db):
    with connection.creation._nodb_cursor() as cursor:
        yield cursor
        database._drop(cursor, CLONE)


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_one_test_commits_the_next_does_not_see(turn):
    assert not Group.objects.filter(name="committed").exists()

    Group.objects.create(name="committed")


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_migrations_made_is_there_in_every_test(turn):
    assert Permission.objects.exists()

    Permission.objects.all().delete()


def test_a_database_that_nobody_uses_is_dropped(server):
    server.execute(f'CREATE DATABASE "{CLONE}"')

    database._drop_leftovers(server, keep=set())

    assert not database._exists(server, CLONE)


def test_a_database_in_use_is_left_alone(server):
    server.execute(f'CREATE DATABASE "{CLONE}"')
    with connection.creation._nodb_cursor() as other_run:
        other_run.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [CLONE])

        database._drop_leftovers(server, keep=set())

        assert database._exists(server, CLONE)
