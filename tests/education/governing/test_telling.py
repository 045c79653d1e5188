"""Those who lead the portal are told that texts have to be read again soon."""

from datetime import timedelta

import pytest

from intake.accounts.roles import Role
from intake.audit.models import Event
from intake.education.governing.models import ReviewNotice
from intake.education.governing.telling import DueTexts, tell
from intake.education.reasons.signing import standing
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.practice.models import Organisation
from tests.factories.portal import signed
from tests.factories.staff import make_staff
from tests.web.clock import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(portal):
    return Organisation.current().today()


@pytest.fixture
def editor(portal):
    return make_staff(Role.CONTENT_EDITOR, email="edda@clinic.example")


@pytest.fixture
def soon(article, today):
    """T12, to be read again in 60 days."""
    return signed(article("T12"), today, today + timedelta(days=60))


def test_everybody_who_leads_is_told_once_of_all_that_falls_due(editor, soon, today):
    make_staff(Role.CLINICIAN, email="ada@clinic.example")
    make_staff(Role.MEDICAL_DIRECTOR, email="dora@clinic.example")
    early = tell(today - timedelta(days=1))

    told, again = tell(today), tell(today + timedelta(days=1))

    assert (early, told, again) == (0, 1, 0)
    assert Outbox.objects.filter(template="texts_due").count() == 2
    assert Event.objects.get(action="portal.review_announced").detail == {"count": 1}


def test_the_message_names_no_page(editor, soon, today, mailoutbox):
    tell(today)
    messaging.deliver_due()

    text = mailoutbox[0].subject + mailoutbox[0].body
    assert "who should not" not in text.lower()
    assert "T12" not in text
    assert "/staff/" in text


def test_a_signature_moves_the_day_so_nobody_is_told(editor, soon, today):
    signed(soon, today, today + timedelta(days=90))

    assert tell(today) == 0


def test_reasons_of_questions_are_told_of_like_articles(editor, today):
    tell(standing().due_on)

    assert ReviewNotice.objects.filter(code="why").count() == 1


def test_nothing_is_noted_while_nobody_would_read_it(portal, article, today):
    signed(article("T12"), today, today + timedelta(days=60))

    assert tell(today) == 0
    assert not ReviewNotice.objects.exists()


def test_the_worker_looks_once_an_hour(editor, soon, monkeypatch):
    clock, texts = Clock(monkeypatch), DueTexts()
    texts.tell_if_due()
    first = texts.looked_at

    clock.pass_time(minutes=59)
    texts.tell_if_due()
    held = texts.looked_at
    clock.pass_time(minutes=1)
    texts.tell_if_due()

    assert first == held < texts.looked_at
