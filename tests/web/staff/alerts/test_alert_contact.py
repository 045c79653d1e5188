"""The pages on which contacts are logged and alerts are handed over."""

import pytest

from intake.domain.safety import Level
from intake.safety import actions
from intake.safety.models import Alert
from tests.factories.cases import make_patient
from tests.factories.duty import raise_alert
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.web.staff.reading import one, parsed, text

pytestmark = pytest.mark.django_db
CONTACT = {"channel": "phone", "result": "no_answer", "when": "", "said": "Rang twice."}
CLOSING = {"_action": "close", "outcome": "safe_plan", "note": "Brother stays."}


@pytest.fixture
def alert(site):
    return raise_alert(make_patient(site=site), Level.ACUTE)


@pytest.fixture
def colleague(site):
    return make_staff("clinician", name="Dr. Ben", sites=(site,), email="b@x.example")


def url(alert, below=""):
    return f"/staff/alerts/{alert.pk}/{below}"


def contacts(alert):
    return alert.events.filter(kind="contact")


class TestContact:
    def test_the_page_has_the_number_to_call(self, signed_in, alert):
        page = signed_in.get(url(alert, "contact/"))

        assert one(page, "main a[href^='tel:']")["href"] == "tel:5550100111"
        assert one(page, "[data-form=contact]")

    def test_an_attempt_is_logged_and_shown(self, signed_in, clinician, alert):
        done = signed_in.post(url(alert, "contact/"), CONTACT)

        assert done.url == url(alert)
        event = one(signed_in.get(url(alert)), "[data-event=contact]")
        for words in (clinician.name, "Phone call", "No answer", "Rang twice."):
            assert words in text(event)

    def test_having_spoken_makes_closing_the_next_step(self, signed_in, alert):
        signed_in.post(url(alert, "contact/"), CONTACT | {"result": "reached"})

        page = signed_in.get(url(alert))

        assert "Next: close it" in text(one(page, ".next-step"))
        assert not parsed(page).select("[name=no_contact]")

    def test_the_same_post_twice_has_one_effect(self, signed_in, alert):
        page = signed_in.get(url(alert, "contact/"))
        revision = one(page, "[name=_revision]")["value"]

        for _time in range(2):
            sent = CONTACT | {"_revision": revision}
            assert signed_in.post(url(alert, "contact/"), sent).status_code == 302

        assert contacts(alert).count() == 1

    @pytest.mark.parametrize(
        ("wrong", "advice"),
        [
            ({"channel": "pigeon"}, "Choose how."),
            ({"result": ""}, "Choose what came of it."),
            ({"result": "no_contact"}, "Choose what came of it."),
            ({"when": "yesterday"}, "Write a date and a time."),
            ({"when": "2199-01-01T10:00"}, "This time has not come yet."),
            ({"when": "2001-01-01T10:00"}, "This is before the alert was opened."),
        ],
    )
    def test_what_cannot_be_is_refused_and_kept(self, signed_in, alert, wrong, advice):
        page = signed_in.post(url(alert, "contact/"), CONTACT | wrong)

        assert page.status_code == 422
        assert advice in text(one(page, "#error-summary"))
        assert "Rang twice." in text(one(page, "[name=said]"))
        assert not contacts(alert).exists()

    def test_on_a_closed_alert_nothing_is_logged(self, signed_in, clinician, alert):
        actions.close(alert=alert, outcome="not_a_risk", note="x", by=clinician)

        page = signed_in.post(url(alert, "contact/"), CONTACT)

        assert page.status_code == 409
        assert not contacts(alert).exists()


class TestHandingOver:
    def test_a_colleague_is_chosen_and_gets_it(self, signed_in, alert, colleague):
        done = signed_in.post(
            url(alert, "hand-over/"), {"to": str(colleague.pk), "note": "I must go."}
        )

        assert done.url == url(alert)
        page = signed_in.get(url(alert))
        assert "waits for Dr. Ben" in text(one(page, ".next-step"))
        assert "To Dr. Ben" in text(one(page, "[data-event=handed_over]"))
        assert "I must go." in text(one(page, "[data-event=handed_over]"))

    def test_twice_counts_once(self, signed_in, alert, colleague):
        for _time in range(2):
            signed_in.post(url(alert, "hand-over/"), {"to": str(colleague.pk)})

        assert alert.events.filter(kind="handed_over").count() == 1

    def test_to_nobody_is_refused(self, signed_in, alert, colleague):
        page = signed_in.post(url(alert, "hand-over/"), {"note": "I must go."})

        assert page.status_code == 422
        assert "Choose a colleague." in text(one(page, "#error-summary"))

    def test_to_somebody_of_another_site_is_refused(self, signed_in, alert, colleague):
        other = make_staff("clinician", sites=(make_site(),))

        page = signed_in.post(url(alert, "hand-over/"), {"to": str(other.pk)})

        assert page.status_code == 422
        assert Alert.objects.get().assigned_to is None

    def test_a_colleague_without_an_address_has_to_be_told(
        self, signed_in, alert, colleague
    ):
        colleague.email = ""
        colleague.save()

        page = signed_in.get(url(alert, "hand-over/"))

        assert "Dr. Ben (has no e-mail address: tell them yourself)" in page.text

    def test_alone_there_is_nobody_to_hand_it_to(self, signed_in, alert):
        page = signed_in.get(url(alert, "hand-over/"))

        assert "Nobody else at this site" in page.text
        assert not parsed(page).select("[data-form=hand_over]")

    def test_a_closed_alert_is_not_handed_over(
        self, signed_in, clinician, alert, colleague
    ):
        actions.close(alert=alert, outcome="not_a_risk", note="x", by=clinician)

        page = signed_in.post(url(alert, "hand-over/"), {"to": str(colleague.pk)})

        assert page.status_code == 409


class TestClosingAsSafe:
    def test_without_a_contact_asks_why_and_keeps_the_reason(self, signed_in, alert):
        assert one(signed_in.get(url(alert)), "[name=no_contact]")
        sent = CLOSING | {"no_contact": "She is in the waiting room."}

        page = signed_in.post(url(alert), sent, follow=True)

        assert "no contact was logged" not in page.text
        closed = alert.events.get(kind="closed")
        assert closed.result == "no_contact"
        note = "Brother stays.\nShe is in the waiting room."
        assert actions.note_of(closed) == note

    def test_without_a_reason_it_is_closed_all_the_same_and_says_so(
        self, signed_in, alert
    ):
        page = signed_in.post(url(alert), CLOSING, follow=True)

        assert not Alert.objects.get().is_open
        assert "The record shows that no contact was logged." in page.text


@pytest.mark.parametrize("below", ["contact/", "hand-over/"])
@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(make_patient_account, 403, id="a patient"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="the front desk"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)), 404, id="elsewhere"
        ),
    ],
)
def test_others_may_do_neither(client, alert, visitor, status, below):
    client.force_login(visitor())

    assert client.post(url(alert, below), CONTACT).status_code == status
    assert not contacts(alert).exists()
