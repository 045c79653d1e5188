"""Setting a password by a link, asking for one, and changing one's own."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intake.accounts import invitations
from intake.accounts.actions import look_at_password, make_link
from intake.audit.models import Event
from intake.messaging.actions import deliver_due
from intake.messaging.models import Outbox
from tests.factories.staff import PASSWORD, make_patient_account, make_staff

NEW = "another four quiet words"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_staff("clinician", login="ana", name="Ana", email="ana@clinic.example")


def twice(password, repeated=None):
    return {
        "new_password": password,
        "repeated": password if repeated is None else repeated,
    }


REFUSED = [
    pytest.param({}, "Write a new password.", id="nothing at all"),
    pytest.param(twice("too short"), "at least 12 characters", id="short"),
    pytest.param(twice("1q2w3e4r5t6y"), "too common", id="common"),
    pytest.param(twice(NEW, "another"), "not the same", id="different"),
    pytest.param(twice("x" * 201), "at most 200 characters", id="endless"),
]


class TestWelcome:
    """/staff/welcome/TOKEN/"""

    @pytest.fixture
    def link(self):
        ana = make_staff("clinician", login="ana", name="Ana", password="")
        return make_link(user=ana, by=None)

    def test_it_greets_the_person_and_says_the_sign_in_name(self, client, link):
        page = client.get(link)

        assert page.status_code == 200
        assert "Welcome, Ana." in page.text
        assert "<b>ana</b>" in page.text

    def test_looking_at_it_does_not_spend_it(self, client, link):
        """Mail servers open links to check them."""
        client.get(link)

        assert client.get(link).status_code == 200

    def test_the_password_works_from_then_on(self, client, link):
        reply = client.post(link, twice(NEW))

        assert (reply.status_code, reply.url) == (302, "/staff/sign-in/")
        assert "Your password is set." in client.get(reply.url).text
        signed_in = client.post(reply.url, {"login": "ana", "password": NEW})
        assert signed_in.url == "/staff/"

    def test_a_spent_link_says_so_kindly(self, client, link):
        client.post(link, twice(NEW))

        for reply in (client.get(link), client.post(link, twice("x" * 20))):
            assert reply.status_code == 410
            assert "This link no longer works" in reply.text
            assert "/staff/forgot/" in reply.text

    def test_a_made_up_link_looks_like_a_spent_one(self, client):
        assert client.get("/staff/welcome/made-up/").status_code == 410

    @pytest.mark.parametrize(("posted", "advice"), REFUSED)
    def test_a_weak_password_is_refused_with_advice(self, client, link, posted, advice):
        reply = client.post(link, posted)

        assert reply.status_code == 422
        assert advice in reply.text
        assert client.get(link).status_code == 200

    def test_neither_password_is_sent_back(self, client, link):
        assert NEW not in client.post(link, twice(NEW, "other")).text

    def test_browsers_neither_keep_it_nor_tell_others_its_address(self, client, link):
        page = client.get(link)

        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "same-origin"


class TestForgot:
    """/staff/forgot/"""

    URL = "/staff/forgot/"

    @pytest.mark.parametrize("written", ["ana", "ANA@clinic.example"])
    def test_a_link_is_sent_through_the_outbox(self, client, ana, written):
        client.post(self.URL, {"login": written})

        invitations.send_asked()
        deliver_due()

        assert mail.outbox[0].to == ["ana@clinic.example"]
        lines = mail.outbox[0].body.splitlines()
        link = next(line for line in lines if "/staff/welcome/" in line)
        assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200

    @pytest.mark.parametrize("written", ["ana", "nobody", "nobody@clinic.example"])
    def test_the_answer_is_the_same_for_everybody(self, client, ana, written):
        reply = client.post(self.URL, {"login": written}, follow=True)

        assert reply.redirect_chain == [("/staff/sign-in/", 302)]
        assert "If an account has this name or address" in reply.text

    def test_a_name_nobody_has_sends_nothing(self, client, ana):
        make_patient_account()

        client.post(self.URL, {"login": "nobody"})

        invitations.send_asked()
        assert not Outbox.objects.exists()

    def test_the_same_is_done_for_a_name_that_nobody_has(self, client, ana):
        done = []
        for written in ("nobody", "ana"):
            with CaptureQueriesContext(connection) as queries:
                client.post(self.URL, {"login": written})
            done.append([query["sql"].split()[0] for query in queries])

        assert done[0] == done[1]

    def test_asking_does_not_end_the_present_password(self, client, ana):
        client.post(self.URL, {"login": "ana"})

        reply = client.post("/staff/sign-in/", {"login": "ana", "password": PASSWORD})
        assert reply.status_code == 302

    def test_an_empty_form_is_refused(self, client):
        reply = client.post(self.URL, {})

        assert reply.status_code == 422
        assert "Write your sign-in name or e-mail address." in reply.text


class TestPassword:
    """/staff/password/"""

    URL = "/staff/password/"

    @pytest.fixture
    def hers(self, client, ana):
        client.force_login(ana)
        return client

    def test_it_is_changed_and_one_stays_signed_in(self, hers, ana):
        reply = hers.post(self.URL, {"password": PASSWORD, **twice(NEW)})

        assert (reply.status_code, reply.url) == (302, "/staff/account/")
        assert "Your password is changed." in hers.get(reply.url).text
        ana.refresh_from_db()
        assert ana.check_password(NEW)
        assert Event.objects.filter(action="staff.password_set").exists()

    def test_other_browsers_are_signed_out(self, hers, ana):
        elsewhere = Client()
        elsewhere.force_login(ana)

        hers.post(self.URL, {"password": PASSWORD, **twice(NEW)})

        assert elsewhere.get(self.URL).status_code == 302

    def test_the_present_password_must_be_known(self, hers, ana):
        reply = hers.post(self.URL, {"password": "guess", **twice(NEW)})

        assert reply.status_code == 422
        assert "This is not your present password." in reply.text
        ana.refresh_from_db()
        assert ana.check_password(PASSWORD)

    def test_the_present_password_cannot_be_guessed_on(self, hers):
        for _try in range(10):
            hers.post(self.URL, {"password": "guess", **twice(NEW)})

        reply = hers.post(self.URL, {"password": PASSWORD, **twice(NEW)})

        assert reply.status_code == 422
        assert "too many wrong passwords" in reply.text

    def test_guesses_at_other_accounts_do_not_matter(self, hers):
        for _try in range(10):
            look_at_password(login="bo", look=lambda: False)

        reply = hers.post(self.URL, {"password": PASSWORD, **twice(NEW)})

        assert reply.status_code == 302

    @pytest.mark.parametrize(("posted", "advice"), REFUSED)
    def test_a_weak_password_is_refused_with_advice(self, hers, posted, advice):
        reply = hers.post(self.URL, {"password": PASSWORD, **posted})

        assert reply.status_code == 422
        assert advice in reply.text

    def test_strangers_are_sent_to_the_sign_in(self, client):
        reply = client.get(self.URL)

        assert reply.url == "/staff/sign-in/?next=%2Fstaff%2Fpassword%2F"

    def test_patients_have_no_password(self, client):
        client.force_login(make_patient_account())

        assert client.get(self.URL).status_code == 403


@pytest.mark.parametrize(
    "url", ["/staff/forgot/", "/staff/password/", "/staff/welcome/x/"]
)
def test_another_method_is_refused(client, ana, url):
    client.force_login(ana)

    assert client.delete(url).status_code == 405
