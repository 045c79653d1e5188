"""The address a patient signs in with, and changing it."""

import re

import pytest
from django.core import mail
from django.test import Client

from intake.audit.models import Event
from intake.messaging.actions import deliver_due
from intake.patients.identity import mail_address_of
from tests.factories.cases import make_response
from tests.web.clock import Clock
from tests.web.patient.test_sign_in import ask as ask_to_sign_in
from tests.web.patient.test_sign_in import sent, wrong
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db
PAGE, CODE, SIGN_IN = "/patient/address/", "/patient/address/code/", "/patient/sign-in/"
NEW = "new@example.com"


@pytest.fixture
def patient(db):
    return make_response().patient


@pytest.fixture
def visitor(patient):
    client = Client()
    client.force_login(patient.user)
    return Visitor(client, None)


def ask(visitor, email=NEW):
    return visitor.post(PAGE, {"email": email})


def test_the_page_says_which_address_it_is_and_is_found_from_home(visitor, patient):
    page = visitor.get(PAGE)

    assert page.words("[data-address]") == mail_address_of(patient)
    assert page.kind == "address"
    assert visitor.get("/patient/").has(f"a[href='{PAGE}']")


def test_the_code_that_was_sent_there_changes_the_address(visitor, patient):
    former = mail_address_of(patient)
    assert ask(visitor).leads_to == CODE
    assert mail.outbox[-1].to == [NEW]

    reply = visitor.post(CODE, {"code": sent()})

    assert reply.leads_to == PAGE
    patient.refresh_from_db()
    assert mail_address_of(patient) == NEW
    event = Event.objects.get(action="patient.email_changed")
    assert event.patient_id == str(patient.pk)
    deliver_due()
    assert mail.outbox[-1].to == [former]
    assert NEW not in mail.outbox[-1].body


def test_other_browsers_are_signed_out_and_this_one_is_known(visitor, patient):
    other = Client()
    other.force_login(patient.user)
    ask(visitor)

    visitor.post(CODE, {"code": sent()})

    assert other.get(PAGE).url.startswith(SIGN_IN)
    assert visitor.get(PAGE).status == 200
    assert "known" in visitor.client.cookies


def test_whoever_comes_back_signs_in_with_the_new_address(visitor, patient):
    ask(visitor)
    visitor.post(CODE, {"code": sent()})
    later = Visitor(Client(), None)
    ask_to_sign_in(later, NEW)

    later.post("/patient/sign-in/code/", {"code": sent()})

    assert later.client.session["_auth_user_id"] == str(patient.user.pk)


def test_without_the_code_nothing_is_changed(visitor, patient):
    former = mail_address_of(patient)
    assert visitor.get(CODE).leads_to == PAGE
    ask(visitor)

    assert visitor.post(CODE, {"code": wrong()}).refused() == {"#id_code"}

    patient.refresh_from_db()
    assert mail_address_of(patient) == former


def test_an_address_of_another_record_is_told_only_to_whoever_reads_its_mail(visitor):
    other = make_response().patient
    taken = mail_address_of(other)

    assert ask(visitor, taken).leads_to == CODE
    reply = visitor.post(CODE, {"code": sent()})

    assert reply.status == 422
    assert "Call us" in reply.words("#error-summary")
    assert mail_address_of(type(other).objects.get(pk=other.pk)) == taken


@pytest.mark.parametrize("written", ["", "kim", "a b@example.com"])
def test_what_is_no_address_is_refused_and_stays_there(visitor, written):
    reply = ask(visitor, written)

    assert reply.refused() == {"#id_email"}
    assert reply.typed("email") == written


def test_the_address_one_has_is_refused(visitor, patient):
    reply = ask(visitor, mail_address_of(patient).upper())

    assert "already" in reply.words("#error-summary")
    assert mail.outbox == []


def test_a_while_after_signing_in_one_signs_in_again_first(visitor, monkeypatch):
    Clock(monkeypatch).pass_time(minutes=16)

    page = visitor.get(PAGE)
    refused = ask(visitor)
    leads = visitor.post(PAGE, {"_action": "again"}).leads_to

    assert (page.kind, refused.status) == ("again", 422)
    assert mail.outbox == []
    assert leads == f"{SIGN_IN}?next={PAGE}"
    assert "_auth_user_id" not in visitor.client.session


def test_where_a_link_was_sent_its_letters_change_the_address(visitor, patient):
    for _time in range(6):
        ask(visitor)
    letters = re.search(r"^[\dA-Z-]{14}$", mail.outbox[-1].body, re.MULTILINE).group()

    visitor.post(CODE, {"code": letters})

    patient.refresh_from_db()
    assert mail_address_of(patient) == NEW
