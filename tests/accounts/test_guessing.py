"""Guesses at many addresses are told to the privacy officers, once a day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from intake.accounts import codes
from intake.accounts.guessing import MANY, tell_of_guessing
from intake.accounts.models import SignInCode, SignInTry
from intake.audit.models import Event
from intake.messaging.actions import deliver_due
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(db):
    asked = codes.ask(address="kim@example.com", language="en")
    mail.outbox.clear()
    return SignInCode.objects.get(pk=asked.code_id)


def guess(code, times):
    SignInTry.objects.bulk_create(
        SignInTry(code=code, succeeded=False) for _time in range(times)
    )


def test_many_wrong_codes_are_told_once_a_day(code):
    officer = make_staff("privacy_officer", email="pia@clinic.example")
    guess(code, MANY)

    assert [tell_of_guessing(), tell_of_guessing()] == [True, False]

    deliver_due()
    assert [letter.to for letter in mail.outbox] == [[officer.email]]
    assert Event.objects.get(action="code.guessed_at").detail == {"tries": MANY}


def test_a_few_wrong_codes_are_nobodys_business(code):
    guess(code, MANY - 1)

    assert not tell_of_guessing()


def test_those_of_yesterday_do_not_count(code):
    guess(code, MANY)

    assert not tell_of_guessing(timezone.now() + timedelta(hours=25))
