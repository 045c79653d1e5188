"""What the database keeps of a session opens none."""

import pytest
from django.db import connection
from django.test import Client

from intake.accounts.models import BrowserSession
from intake.accounts.sessions import SessionStore, digest_of
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    client = Client()
    client.force_login(make_staff("clinician", login="ana"))
    return client


def rows() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM accounts_browsersession AS t")
        return "\n".join(row for (row,) in cursor.fetchall())


def test_the_cookie_is_not_in_the_table(ana):
    cookie = ana.cookies["session"].value

    assert len(cookie) == 32
    assert cookie not in rows()
    assert BrowserSession.objects.get().pk == digest_of(cookie)


def test_a_row_of_the_table_signs_nobody_in(ana):
    thief = Client()
    thief.cookies["session"] = BrowserSession.objects.get().pk

    assert thief.get("/staff/account/").status_code == 302
    assert ana.get("/staff/account/").status_code == 200


def test_signing_in_again_leaves_no_row_behind(ana):
    before = ana.cookies["session"].value
    session = ana.session

    session.cycle_key()

    assert not SessionStore().exists(before)
    assert BrowserSession.objects.get().pk == digest_of(session.session_key)


@pytest.mark.parametrize("way", ["delete", "flush"])
def test_a_session_that_is_ended_is_gone(ana, way):
    getattr(ana.session, way)()

    assert not BrowserSession.objects.exists()
    assert ana.get("/staff/account/").status_code == 302
