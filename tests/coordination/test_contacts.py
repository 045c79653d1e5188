"""The log of contacts, and the tries that were promised."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from intake.audit.models import Event
from intake.coordination import contacts
from intake.coordination.contacts import Attempt
from intake.coordination.entries import words_of
from intake.coordination.for_you import for_you
from intake.coordination.models import Contact
from intake.practice.models import Organisation
from intake.review import assigning
from intake.review.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


def log(case, by, again_in=None, key=None, result="no_answer"):
    today = Organisation.current().today()
    attempt = Attempt(
        channel="phone",
        result=result,
        at=timezone.now(),
        key=key or uuid4(),
        words="Rang twice.",
        next_try_on=None if again_in is None else today + timedelta(days=again_in),
    )
    return contacts.log(case=case, attempt=attempt, by=by)


def test_an_attempt_is_kept_with_its_channel_and_result(case, desk):
    contact = log(case, desk)

    assert words_of(contact, case) == "Rang twice."
    event = Event.objects.get(action="contact.logged")
    assert event.detail == {"channel": "phone", "result": "no_answer"}


def test_a_form_sent_twice_is_one_attempt(case, desk):
    key = uuid4()

    assert log(case, desk, key=key) == log(case, desk, key=key)
    assert Contact.objects.count() == 1


def test_the_next_try_stands_on_the_list_of_who_promised_it(case, desk, clinician):
    log(case, desk, again_in=1)
    assert not for_you(desk)

    due = log(case, desk, again_in=0)

    assert for_you(desk).tries == [due]
    assert not for_you(clinician)


def test_it_stands_on_the_list_of_who_has_the_case_too(case, desk, clinician):
    assigning.claim(case=case, by=clinician)

    due = log(case, desk, again_in=-1)

    assert for_you(clinician).tries == [due]


def test_a_later_attempt_of_anybody_answers_for_it(case, desk, clinician):
    log(case, desk, again_in=0)

    log(case, clinician, result="reached")

    assert not for_you(desk)


def test_nobody_tries_again_on_a_closed_case(case, desk):
    log(case, desk, again_in=0)

    Case.objects.update(stage=Case.Stage.WITHDRAWN)

    assert not for_you(desk)
