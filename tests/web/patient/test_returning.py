"""Sent after being signed out: nothing typed is lost, and nobody else sees it."""

import re
from base64 import b64encode

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from intake.accounts import presence
from intake.accounts.models import BrowserSession as Session
from intake.domain.answer import answered
from intake.patients.identity import email_of
from intake.questionnaires import actions
from intake.questionnaires.actions import Place
from intake.questionnaires.models import SavedPage, Typed
from intake.web.parking import PARKED
from tests.factories.cases import make_response
from tests.factories.questionnaires import LISTS, RISK, publish_part
from tests.factories.responses import answer, fresh
from tests.web.clock import Clock
from tests.web.patient.visitor import Reply, Visitor

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = reverse("patient:sign_in"), reverse("patient:code")
HOME = reverse("patient:home")
CANARY = "vermilion pangolin"
WANTED = {"routes": ["in"], "reasons": ["pain"]}
NOTE = "[data-typed-note]"
HERE, OLD = "http://testserver", "x" * 64  # the site, and a token of nobody's
ROW = "3f8f0f6e-5a52-4d7c-9a5c-0a4f1f0e2d11"


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def visitor(visit):
    publish_part(*RISK)
    return visit()


@pytest.fixture
def listing(visit):
    publish_part(*LISTS)
    visitor = visit()
    answer(visitor.response, "wanted")
    return visitor


def sign_in(visitor, patient=None, **said):
    """As a person does, with a code from an e-mail; gives back where it leads."""
    address = email_of(patient or visitor.response.patient)
    visitor.post(SIGN_IN, {"email": address, **said})
    digits = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE).group()
    return visitor.post(CODE, {"code": digits}).leads_to


def sent_while_signed_out(visitor, page="wanted", data=WANTED, *, row=""):
    """A page that was opened, and sent when the session was over."""
    opened = visitor.open(page, row)
    Session.objects.all().delete()
    reply = visitor.send(page, data, row=row, revision=opened.revision)
    visitor.get(reply.leads_to)
    return reply


class TestAnExpiredSession:
    def test_a_session_that_expires_loses_nothing_typed(self, visitor, clock):
        opened = visitor.open("wanted")
        clock.pass_time(hours=1)

        reply = visitor.send("wanted", WANTED, revision=opened.revision)
        page = visitor.get(reply.leads_to)

        assert page.kind == "sign-in"
        assert "What you typed is kept for one hour." in page.words("[role=status]")
        assert sign_in(visitor) == visitor.address("wanted")
        back = visitor.open("wanted")
        assert back.typed("routes") == "in"
        assert back.typed("reasons") == "pain"
        assert "It is not saved yet" in back.words(NOTE)

    def test_pressing_the_button_again_then_saves_it(self, visitor):
        sent_while_signed_out(visitor)
        sign_in(visitor)
        back = visitor.open("wanted")

        reply = visitor.send("wanted", WANTED, revision=back.revision)

        assert reply.leads_to == visitor.address("mood")
        assert fresh(visitor.response).sheet.answers["reasons"] == answered(["pain"])
        assert not Typed.objects.exists()

    def test_nothing_is_saved_before(self, visitor):
        sent_while_signed_out(visitor)

        assert not SavedPage.objects.exists()
        assert not Typed.objects.exists()

    def test_a_row_of_a_list_comes_back_too(self, listing):
        sent_while_signed_out(listing, "medicines", {"rx_name": CANARY}, row=ROW)

        assert sign_in(listing) == listing.address("medicines", ROW)
        assert listing.open("medicines", ROW).typed("rx_name") == CANARY

    def test_what_cannot_be_saved_comes_back_as_it_was(self, visitor):
        sent_while_signed_out(visitor, data={"routes": ["by drone"], "x": "y"})
        sign_in(visitor)

        kept = actions.typed_on(visitor.response, Place("wanted"))

        assert kept.raw == {"routes": ["by drone"], "reasons": []}

    def test_signing_out_in_another_window_loses_nothing_either(self, visitor):
        opened = visitor.open("wanted")
        visitor.post("/sign-out/")
        visitor.send("wanted", WANTED, revision=opened.revision)

        sign_in(visitor)

        assert visitor.open("wanted").typed("reasons") == "pain"

    def test_a_page_saved_elsewhere_in_the_meantime_shows_both(self, visitor):
        sent_while_signed_out(visitor)
        answer(visitor.response, "wanted", routes=["iv_im"], reasons=["anxiety"])
        sign_in(visitor)

        back = visitor.open("wanted")

        assert "Anxiety" in back.words("table")
        assert "Pain" in back.words("table")

    def test_a_risk_answer_among_it_does_not_lie_unseen(self, visitor):
        answer(visitor.response, "wanted")
        calm = {f"phq9_{number}": "0" for number in range(1, 9)}

        sent_while_signed_out(visitor, "mood", calm | {"phq9_9": "3"})
        sign_in(visitor)

        assert Typed.objects.get().due_at is not None

    def test_a_button_of_a_list_has_nothing_to_keep(self, listing):
        Session.objects.all().delete()

        reply = listing.send("medicines", action="none", revision=0)

        assert PARKED not in listing.client.session
        listing.get(reply.leads_to)
        assert sign_in(listing) == listing.address("medicines")

    def test_going_to_the_sign_in_by_another_way_loses_nothing(self, visitor):
        sent_while_signed_out(visitor)
        visitor.get(SIGN_IN)

        assert sign_in(visitor) == visitor.address("wanted")

    def test_it_is_given_back_once(self, visitor):
        sent_while_signed_out(visitor)
        sign_in(visitor)

        assert PARKED not in visitor.client.session
        assert visitor.client.session.get_expiry_age() > 7 * 60 * 60


class TestADeviceOfOthers:
    def test_ten_minutes_lose_nothing_typed_and_closing_still_signs_out(
        self, visitor, clock
    ):
        session = visitor.client.session
        presence.share(session, True)
        session.save()
        opened = visitor.open("wanted")
        clock.pass_time(minutes=11)

        reply = visitor.send("wanted", WANTED, revision=opened.revision)
        page = visitor.get(reply.leads_to)
        sign_in(visitor, shared="on")

        assert "What you typed is kept for one hour." in page.html.text
        assert Typed.objects.exists()
        assert visitor.client.session.get_expire_at_browser_close()


class TestNobodyElse:
    def test_on_a_shared_device_the_next_person_gets_nothing(self, visitor):
        sent_while_signed_out(visitor, data=WANTED)
        other = make_response()

        following = sign_in(visitor, other.patient)

        assert following == HOME
        assert not Typed.objects.exists()
        assert PARKED not in visitor.client.session

    @pytest.mark.parametrize(("minutes", "is_kept"), [(59, True), (61, False)])
    def test_it_is_over_after_an_hour_even_if_a_session_lives_on(
        self, visitor, clock, minutes, is_kept
    ):
        sent_while_signed_out(visitor)
        session = visitor.client.session
        session.set_expiry(None)
        session.save()
        clock.pass_time(minutes=minutes)

        sign_in(visitor)

        assert Typed.objects.exists() == is_kept

    def test_the_whole_session_of_a_visitor_is_over_after_an_hour(self, visitor):
        sent_while_signed_out(visitor)

        assert visitor.client.session.get_expiry_age() == 60 * 60

    @pytest.mark.parametrize("part", ["path", "until", "sealed"])
    def test_what_was_tampered_with_does_not_open(self, listing, part):
        sent_while_signed_out(listing, "medicines", {"rx_name": CANARY}, row=ROW)
        session = listing.client.session
        changed = {
            "path": listing.address("medicines", ROW.replace("3", "4")),
            "until": session[PARKED]["until"] + 1,
            "sealed": b64encode(b"x" * 80).decode(),
        }
        session[PARKED] |= {part: changed[part]}
        session.save()

        sign_in(listing)

        assert not Typed.objects.exists()

    def test_no_word_lies_in_the_open(self, listing, caplog):
        sent_while_signed_out(listing, "medicines", {"rx_name": CANARY}, row=ROW)

        with connection.cursor() as cursor:
            cursor.execute("SELECT session_data FROM accounts_browsersession")
            rows = [data for (data,) in cursor.fetchall()]
        sessions = [str(session.get_decoded()) for session in Session.objects.all()]

        assert len(sessions) == 1
        assert ROW in sessions[0]
        for place in (*rows, *sessions, caplog.text, str(listing.client.cookies)):
            assert CANARY not in place

    def test_more_than_a_page_can_hold_is_not_kept(self, listing):
        sent = {"rx_name": "x" * 64_001}

        reply = sent_while_signed_out(listing, "medicines", sent, row=ROW)

        assert reply.leads_to.startswith(SIGN_IN)
        assert PARKED not in listing.client.session

    @pytest.mark.parametrize("name", ["patient:about_you", "patient:withdraw"])
    def test_other_forms_are_not_kept(self, client, name):
        client.post(reverse(name), {"first_name": CANARY})

        assert not Session.objects.exists()

    def test_whether_there_is_such_a_page_is_not_told(self, client, visitor):
        there = client.post(visitor.address("wanted"), WANTED)
        gone = Client().post(f"/patient/forms/{ROW}/1/", WANTED)

        assert there.status_code == gone.status_code == 302
        assert there.cookies.keys() == gone.cookies.keys()


def send_with(token, visitor, data=WANTED, *, page="wanted", row="", origin=HERE):
    """Send a page with this token, from a form that stood on this site."""
    sent = {"_revision": "0", "csrfmiddlewaretoken": token} | data
    address = visitor.address(page, row)
    return Reply(visitor.client.post(address, sent, headers={"Origin": origin}))


class TestAnotherToken:
    """Signing in gives the browser a new token; forms that were open have the old."""

    @pytest.fixture
    def strict(self, visitor):
        """A browser that is asked for tokens, with a page opened before it signed in
        anew in another window."""
        user = visitor.response.patient.user
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(user)
        strict = Visitor(browser, visitor.response)
        strict.open("wanted")
        return strict

    def test_the_page_comes_back_with_what_was_typed(self, strict):
        reply = send_with(OLD, strict)

        assert reply.status == 403
        assert reply.kind == "page"
        assert reply.typed("routes") == "in"
        assert reply.typed("reasons") == "pain"
        assert "What you typed is still here" in reply.words("[data-sent-back]")

    def test_nothing_is_stored(self, strict):
        send_with(OLD, strict)

        assert not SavedPage.objects.exists()
        assert not Typed.objects.exists()
        assert PARKED not in strict.client.session

    def test_sending_it_once_more_saves_it(self, strict):
        again = send_with(OLD, strict).one("form[data-form]")
        token = again.select_one("[name=csrfmiddlewaretoken]")["value"]

        reply = send_with(token, strict)

        assert reply.leads_to == strict.address("mood")
        assert fresh(strict.response).sheet.answers["reasons"] == answered(["pain"])

    def test_it_still_belongs_to_the_version_that_was_looked_at(self, strict):
        answer(strict.response, "wanted", routes=["iv_im"])

        assert send_with(OLD, strict).revision == "0"

    @pytest.mark.parametrize(
        "origin", ["https://evil.example", "null", f"{HERE}.evil.example"]
    )
    def test_a_form_of_another_site_is_shown_nothing(self, strict, origin):
        reply = send_with(OLD, strict, origin=origin)

        assert reply.status == 403
        assert not reply.has("form[data-form]")
        assert "pain" not in reply.response.text

    def test_a_browser_that_does_not_say_where_the_form_stood_is_shown_nothing(
        self, strict
    ):
        address = strict.address("wanted")

        reply = strict.client.post(address, {"_revision": "0"} | WANTED)

        assert reply.status_code == 403
        assert "pain" not in reply.content.decode()

    def test_the_page_of_somebody_else_is_shown_nothing(self, strict):
        stranger = Client(enforce_csrf_checks=True)
        stranger.force_login(make_response().patient.user)

        reply = send_with(OLD, Visitor(stranger, strict.response))

        assert reply.status == 403
        assert not reply.has("form[data-form]")

    def test_a_page_that_is_not_open_is_not_shown(self, strict):
        reply = send_with(OLD, strict, {"asq_1": "no"}, page="screen")

        assert reply.status == 403
        assert not reply.has("form[data-form]")

    def test_a_row_comes_back_as_well(self, listing):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(listing.response.patient.user)
        strict = Visitor(browser, listing.response)

        reply = send_with(OLD, strict, {"rx_name": CANARY}, page="medicines", row=ROW)

        assert reply.kind == "row"
        assert reply.typed("rx_name") == CANARY


class TestAnotherTokenAndSignedOut:
    @pytest.fixture
    def nobody(self, visitor):
        browser = Client(enforce_csrf_checks=True)
        browser.get(SIGN_IN)
        return Visitor(browser, visitor.response)

    def test_one_press_leads_to_the_sign_in_and_nothing_is_lost(self, nobody):
        first = send_with(OLD, nobody)
        form = first.one("main form")
        sent = {field["name"]: field["value"] for field in form.select("[name][value]")}

        second = nobody.client.post(form["action"], sent, headers={"Origin": HERE})

        assert first.status == 403
        assert "You were signed out" in first.words("h1")
        assert second.url.startswith(SIGN_IN)
        assert PARKED in nobody.client.session

    def test_nothing_is_stored_by_the_first_post(self, nobody):
        send_with(OLD, nobody)

        assert "session" not in nobody.client.cookies

    def test_markup_in_it_is_text(self, nobody):
        reply = send_with(OLD, nobody, {"reasons": "'\"><script>x()</script>"})

        assert not reply.html.select("main script")
        values = [field.get("value") for field in reply.html.select("main [name]")]
        assert "'\"><script>x()</script>" in values
