"""The first sign-in with an address that staff wrote down."""

import pytest
from django.test import Client
from django.urls import reverse

from intake.patients import claims
from intake.patients.identity import identity_of
from intake.patients.models import Patient
from tests.factories.newcomers import make_newcomer
from tests.factories.staff import make_site, make_staff
from tests.web.patient.test_sign_in import CODE, SIGN_IN, sent, sent_link
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db
ADDRESS = "nora@example.com"
BIRTH_DATE, HOME = reverse("patient:birth_date"), reverse("patient:home")
RIGHT = {"birth_date": "1972-11-03"}
WRONG = {"birth_date": "1972-03-11"}


@pytest.fixture
def desk(db):
    return make_staff("front_desk", sites=(make_site(),))


@pytest.fixture
def draft(desk):
    return make_newcomer(desk, email=ADDRESS)


def signed_in_with_the_code(draft):
    visitor = Visitor(Client(), draft)
    visitor.post(SIGN_IN, {"email": ADDRESS})
    return visitor, visitor.post(CODE, {"code": sent()})


def test_the_code_alone_shows_nothing_of_the_record(draft):
    visitor, reply = signed_in_with_the_code(draft)

    assert reply.leads_to == BIRTH_DATE
    page = visitor.get(BIRTH_DATE)
    assert page.kind == "birth-date"
    assert "Nora" not in page.html.get_text()
    assert "Newcomer" not in page.html.get_text()
    assert visitor.get(HOME).leads_to.startswith(SIGN_IN)


def test_the_date_of_birth_leads_to_the_draft(draft):
    visitor, _reply = signed_in_with_the_code(draft)

    reply = visitor.post(BIRTH_DATE, RIGHT)

    assert reply.leads_to == HOME
    home = visitor.get(HOME)
    assert "Nora" in home.words()
    assert str(draft.pk) in home.one("a[data-continue]")["href"]


def test_a_wrong_date_is_refused_and_says_nothing(draft):
    visitor, _reply = signed_in_with_the_code(draft)

    reply = visitor.post(BIRTH_DATE, WRONG)

    assert reply.status == 422
    assert reply.refused() == {"#id_birth_date_month"}
    assert visitor.get(HOME).leads_to.startswith(SIGN_IN)


def test_an_empty_date_costs_no_try(draft):
    visitor, _reply = signed_in_with_the_code(draft)

    assert visitor.post(BIRTH_DATE).status == 422

    assert not draft.patient.birth_date_tries.exists()


def test_after_five_wrong_dates_the_right_one_leads_to_the_phone(draft):
    visitor, _reply = signed_in_with_the_code(draft)
    for _time in range(claims.MOST_TRIES):
        visitor.post(BIRTH_DATE, WRONG)

    reply = visitor.post(BIRTH_DATE, RIGHT)

    assert reply.status == 422
    assert "call us" in reply.words().lower()
    assert visitor.get(HOME).leads_to.startswith(SIGN_IN)


def test_a_stranger_at_a_mistyped_address_gets_a_page_of_their_own(draft):
    visitor, _reply = signed_in_with_the_code(draft)

    reply = visitor.post(BIRTH_DATE, {"_action": "not_mine"})

    assert reply.leads_to == HOME
    assert visitor.get(HOME).leads_to == reverse("patient:about_you")
    stranger = Patient.objects.exclude(pk=draft.patient_id).get()
    assert identity_of(stranger) is None
    assert not stranger.responses.exists()


def test_nobody_comes_to_the_question_without_a_code(client):
    visitor = Visitor(client, None)

    assert visitor.get(BIRTH_DATE).leads_to == SIGN_IN
    assert visitor.post(BIRTH_DATE, RIGHT).leads_to == SIGN_IN


def test_the_second_sign_in_asks_for_the_code_alone(draft):
    visitor, _reply = signed_in_with_the_code(draft)
    visitor.post(BIRTH_DATE, RIGHT)

    _visitor, reply = signed_in_with_the_code(draft)

    assert reply.leads_to == HOME


def test_a_claim_is_of_one_browser(draft):
    signed_in_with_the_code(draft)
    other = Visitor(Client(), draft)

    assert other.post(BIRTH_DATE, RIGHT).leads_to == SIGN_IN


def test_a_link_asks_for_the_date_of_birth_as_a_code_does(draft):
    visitor = Visitor(Client(), draft)
    for _time in range(6):
        visitor.post(SIGN_IN, {"email": ADDRESS})

    reply = visitor.post(sent_link())

    assert reply.leads_to == BIRTH_DATE
    assert visitor.get(HOME).leads_to.startswith(SIGN_IN)
