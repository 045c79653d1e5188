"""Many browsers at once ask and guess no more than one after the other."""

import pytest
from django.core import mail

from intake.accounts import actions, codes
from intake.accounts.models import SignInTry
from tests.questionnaires.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "kim@example.com"


def ask():
    return codes.ask(address=ADDRESS, language="en")


def test_twelve_browsers_at_once_are_sent_five_codes_and_one_link():
    asked = at_once(*[ask] * 12)

    links = {one.code_id for one in asked if one.link_sent_at}
    assert len(links) == 1
    assert len({one.code_id for one in asked}) == codes.MOST_CODES + 1
    assert len(mail.outbox) == codes.MOST_CODES + 1


def test_codes_tried_at_once_are_tried_twenty_times_a_day_in_all():
    asked = [ask() for _code in range(codes.MOST_CODES)]
    tries = [
        lambda one=one: codes.prove(asked=one, digits="no digits")
        for one in asked
        for _try in range(codes.MOST_TRIES)
    ]

    at_once(*tries)

    assert SignInTry.objects.count() == codes.MOST_WRONG_A_DAY


def test_passwords_tried_at_once_are_looked_at_ten_times_in_all():
    looked = []

    def guess():
        return actions.look_at_password(login="ana", look=lambda: looked.append(1))

    at_once(*[guess] * 16)

    assert len(looked) == actions.MOST_FAILURES
