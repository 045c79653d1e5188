"""Signing in with a code from an e-mail."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.accounts.models import BrowserSession as Session
from intake.accounts.models import SignInCode, User
from intake.accounts.sessions import SessionStore
from intake.patients.models import Patient
from tests.factories.staff import make_staff
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db

SIGN_IN, CODE = reverse("patient:sign_in"), reverse("patient:code")
ADDRESS = "kim@example.com"


@pytest.fixture
def visitor(client):
    return Visitor(client, None)


@pytest.fixture
def pass_time(monkeypatch):
    """Moves the clock on."""

    def pass_time(**by):
        later = timezone.now() + timedelta(**by)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    return pass_time


def sent():
    """The digits in the latest message."""
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE).group()


def wrong():
    return f"{(int(sent()) + 1) % 10**6:06}"


def ask(visitor, address=ADDRESS):
    return visitor.post(SIGN_IN, {"email": address})


def test_the_page_asks_for_an_address_and_no_password(visitor):
    reply = visitor.get(SIGN_IN)

    assert reply.kind == "sign-in"
    assert reply.has("input[name=email]")
    assert not reply.has("input[type=password]")


def test_an_address_leads_to_the_page_for_its_code(visitor):
    reply = ask(visitor)

    assert reply.leads_to == CODE
    assert mail.outbox[0].to == [ADDRESS]
    assert visitor.get(CODE).kind == "code"


def test_new_and_known_addresses_look_alike(visitor):
    new = ask(visitor, "new@example.com")
    visitor.post(CODE, {"code": sent()})
    other = Visitor(Client(), None)

    known = ask(other, "new@example.com")

    assert (known.status, known.leads_to) == (new.status, new.leads_to)
    assert other.get(CODE).status == 200


def test_nobody_is_recorded_before_the_code_is_right(visitor):
    ask(visitor)
    visitor.post(CODE, {"code": wrong()})

    assert not Patient.objects.exists()


def test_the_right_code_makes_the_account_and_leads_in(visitor):
    ask(visitor)

    reply = visitor.post(CODE, {"code": sent()})

    assert reply.leads_to == reverse("patient:home")
    assert Patient.objects.get().user.is_patient
    assert visitor.get(reply.leads_to).leads_to == reverse("patient:about_you")


def test_a_code_may_be_typed_with_spaces(visitor):
    ask(visitor)
    digits = sent()

    reply = visitor.post(CODE, {"code": f" {digits[:3]} {digits[3:]} "})

    assert reply.status == 302


def test_whoever_comes_back_is_the_same_patient(visitor):
    for browser in (visitor, Visitor(Client(), None)):
        ask(browser)
        browser.post(CODE, {"code": sent()})

    assert Patient.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "abc", "12345", "1234567", "\0", "x" * 30])
def test_what_is_not_the_code_is_refused_with_advice(visitor, typed):
    ask(visitor)

    reply = visitor.post(CODE, {"code": typed})

    assert reply.status == 422
    assert reply.refused() == {"#id_code"}
    assert not Patient.objects.exists()


def test_a_wrong_code_may_be_followed_by_the_right_one(visitor):
    ask(visitor)

    assert visitor.post(CODE, {"code": wrong()}).status == 422
    assert visitor.post(CODE, {"code": sent()}).status == 302


def test_the_fifth_wrong_code_spends_it_and_offers_a_new_one(visitor):
    ask(visitor)

    replies = [visitor.post(CODE, {"code": wrong()}) for _try in range(5)]

    assert [reply.status for reply in replies] == [422] * 5
    assert replies[-1].has(f"main a[href='{SIGN_IN}']")
    assert visitor.post(CODE, {"code": sent()}).status == 422
    assert not Patient.objects.exists()


def test_an_expired_code_is_refused_and_offers_a_new_one(visitor, pass_time):
    ask(visitor)

    pass_time(minutes=11)

    reply = visitor.post(CODE, {"code": sent()})
    assert reply.status == 422
    assert "no longer works" in reply.words("#error-summary")
    assert reply.has(f"main a[href='{SIGN_IN}']")


def test_the_code_of_another_browser_is_refused(visitor):
    ask(visitor)
    theirs = sent()
    foreign = Visitor(Client(), None)
    ask(foreign, "lee@example.com")
    if theirs == sent():
        pytest.skip("both drew the same digits, once in a million")

    reply = foreign.post(CODE, {"code": theirs})

    assert reply.status == 422


def test_a_code_works_once(visitor):
    ask(visitor)
    digits = sent()
    session = visitor.client.session["asked"]
    visitor.post(CODE, {"code": digits})
    again = Visitor(Client(), None)
    ask(again)
    kept = again.client.session
    kept["asked"] = session
    kept.save()

    assert again.post(CODE, {"code": digits}).status == 422


def test_the_page_for_a_code_without_asking_leads_to_asking(visitor):
    assert visitor.get(CODE).leads_to == SIGN_IN
    assert visitor.post(CODE, {"code": "123456"}).leads_to == SIGN_IN


@pytest.mark.parametrize(
    "address",
    ["", "kim", "kim@", "@example.com", "a b@example.com", "kim@x\0.com", "k" * 300],
)
def test_what_is_no_address_is_refused(visitor, address):
    reply = ask(visitor, address)

    assert reply.status == 422
    assert reply.refused() == {"#id_email"}
    assert not SignInCode.objects.exists()


def sent_link():
    return re.search(r"^http\S+?(/patient/\S+)$", mail.outbox[-1].body, re.M).group(1)


def ask_until_a_link_comes(visitor):
    for _time in range(6):
        reply = ask(visitor)
    assert reply.leads_to == CODE


def test_the_sixth_code_within_a_quarter_of_an_hour_is_a_link(visitor):
    ask_until_a_link_comes(visitor)

    page = visitor.get(CODE)

    assert page.kind == "code"
    assert "Your sign-in link" in page.words("[data-link]")
    assert len(mail.outbox) == 6


def test_a_link_lets_in_only_whoever_says_so(visitor):
    ask_until_a_link_comes(visitor)
    address, elsewhere = sent_link(), Visitor(Client(), None)

    page = elsewhere.get(address)
    assert ADDRESS in page.words()
    assert not Patient.objects.exists()
    reply = elsewhere.post(address)

    assert reply.leads_to == reverse("patient:home")
    assert Patient.objects.get().user.is_patient


def test_a_link_may_be_opened_on_a_device_that_others_use(visitor):
    ask_until_a_link_comes(visitor)

    visitor.post(sent_link(), {"shared": "on"})

    assert visitor.client.session.get_expire_at_browser_close()


def test_the_letters_of_a_link_are_written_where_it_was_asked_for(visitor):
    ask_until_a_link_comes(visitor)
    letters = re.search(r"^[\dA-Z-]{14}$", mail.outbox[-1].body, re.M).group()

    assert visitor.post(CODE, {"code": "AAAA"}).refused() == {"#id_code"}
    reply = visitor.post(CODE, {"code": f" {letters.lower()} "})

    assert reply.leads_to == reverse("patient:home")


def test_a_link_that_was_used_or_never_was_leads_to_signing_in(visitor):
    ask_until_a_link_comes(visitor)
    used = sent_link()
    visitor.post(used)
    other = Visitor(Client(), None)

    for address in (used, reverse("patient:link", args=["never"])):
        for reply in (other.get(address), other.post(address)):
            assert reply.status == 410
            assert reply.has(f"main a[href='{SIGN_IN}']")


def test_a_mail_server_that_does_not_answer_is_told(visitor, monkeypatch):
    def fail(**message):
        raise ConnectionRefusedError

    monkeypatch.setattr("intake.messaging.actions.send_now", fail)

    reply = ask(visitor)

    assert reply.status == 422
    assert "cannot send" in reply.words("#error-summary")


def test_whoever_wanted_a_page_is_led_there_afterwards(visitor):
    wanted = reverse("patient:about_you")
    first = visitor.get(wanted)
    visitor.get(first.leads_to)
    ask(visitor)

    reply = visitor.post(CODE, {"code": sent()})

    assert reply.leads_to == wanted


def test_whoever_has_signed_in_meanwhile_is_led_there_at_once(visit):
    wanted = reverse("patient:about_you")

    reply = visit().get(f"{SIGN_IN}?next={wanted}")

    assert reply.leads_to == wanted


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/staff/", "/patient/../staff/", "x"],
)
def test_nobody_is_led_to_another_place(visitor, elsewhere):
    visitor.get(f"{SIGN_IN}?next={elsewhere}")
    ask(visitor)

    reply = visitor.post(CODE, {"code": sent()})

    assert "evil" not in reply.leads_to
    assert not reply.leads_to.startswith("/staff")


def test_signing_in_changes_the_session(visitor):
    ask(visitor)
    before = visitor.client.session.session_key

    visitor.post(CODE, {"code": sent()})

    assert visitor.client.session.session_key != before
    assert not SessionStore().exists(before)
    assert "asked" not in visitor.client.session


def test_the_session_holds_neither_address_nor_code(visitor):
    ask(visitor)

    kept = str(dict(visitor.client.session))

    assert ADDRESS not in kept
    assert sent() not in kept


def test_looking_at_the_page_makes_no_session(visitor):
    visitor.get(SIGN_IN)

    assert not Session.objects.exists()


def test_whoever_is_signed_in_is_led_home(visit):
    assert visit().get(SIGN_IN).leads_to == reverse("patient:home")


def test_an_account_of_staff_is_no_patient(visitor, db):
    make_staff("clinician", email=ADDRESS)

    ask(visitor)
    visitor.post(CODE, {"code": sent()})

    assert User.objects.filter(is_patient=True).count() == 1
    assert visitor.get(reverse("staff:worklist")).status == 403


def test_a_browser_that_was_let_in_is_known_at_the_sign_in_alone(client, visitor):
    ask(visitor)
    visitor.post(CODE, {"code": sent()})

    cookie = client.cookies["known"]
    assert (cookie["path"], cookie["httponly"]) == ("/patient/sign-in/", True)
    assert "example" not in cookie.value
