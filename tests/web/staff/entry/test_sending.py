"""Sending for a patient who confirmed the answers or signed them."""

import pytest
from django.urls import reverse

from intake.audit.models import Event
from intake.questionnaires.models import Attestation, Response
from intake.review.models import Case
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import LISTS, publish_part
from tests.factories.responses import answer_until
from tests.factories.staff import make_site, make_staff
from tests.web.staff.entry.clerk import Clerk

pytestmark = pytest.mark.django_db
YES = {"_attest": "yes", "_action": "submit"}


@pytest.fixture
def draft(desk):
    publish_part(*LISTS)
    response = make_newcomer(desk)
    answer_until(response)
    return response


def test_the_check_leads_to_the_last_word(desk, draft, sit):
    clerk = sit(desk, draft)

    assert clerk.post(clerk.url("check")).leads_to == clerk.url("submit")


def test_what_is_missing_is_named_and_nothing_is_sent(desk, sit):
    publish_part(*LISTS)
    clerk = sit(desk, make_newcomer(desk))

    reply = clerk.post(clerk.url("check"))
    sent = clerk.post(clerk.url("submit"), YES)

    assert (reply.status, sent.status) == (422, 422)
    assert reply.has("#missing a")
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("phone", "I read the answers back"),
        ("in_person", "I read the answers back"),
        ("paper", "The patient signed the paper"),
    ],
)
def test_the_last_word_depends_on_how_the_answers_came(desk, draft, sit, mode, words):
    clerk = sit(desk, draft, mode)
    assert words in clerk.get(clerk.url("submit")).words()

    clerk.post(clerk.url("submit"), YES)

    attested = Attestation.objects.get(response=draft)
    assert (attested.mode, attested.by) == (mode, desk)


def test_the_name_under_a_paper_is_asked_for_and_shown_beside_the_answers(
    desk, draft, sit, client
):
    clerk = sit(desk, draft, "paper")
    assert clerk.get(clerk.url("submit")).has("[name=_name]")

    clerk.post(clerk.url("submit"), YES | {"_name": "Pat Invented"})

    client.force_login(make_staff("clinician", sites=[draft.patient.site]))
    case = Case.objects.get()
    address = reverse("staff:case_answers", args=[case.reference, draft.pk])
    assert "Signed: Pat Invented" in client.get(address).text
    beside = client.get(reverse("staff:case_detail", args=[case.reference]))
    assert "Signed: Pat Invented" in beside.text


def test_nobody_signs_on_the_phone(desk, draft, sit):
    clerk = sit(desk, draft, "phone")

    assert not clerk.get(clerk.url("submit")).has("[name=_name]")


def test_without_the_last_word_nothing_is_sent(desk, draft, sit):
    reply = sit(desk, draft).post(Clerk(desk, draft).url("submit"), {})

    assert reply.status == 422
    assert reply.refused() == {"#id__attest_0"}
    draft.refresh_from_db()
    assert draft.state == Response.State.IN_PROGRESS


def test_the_number_to_tell_the_patient_comes_next(desk, draft, sit):
    clerk = sit(desk, draft)

    reply = clerk.post(clerk.url("submit"), YES)

    case = Case.objects.get()
    page = clerk.get(reply.leads_to)
    assert page.one("[data-reference]")["data-reference"] == case.reference
    assert "somebody calls 555 010 0177" in page.words()


def test_sending_twice_has_one_effect(desk, draft, sit):
    clerk = sit(desk, draft)
    clerk.post(clerk.url("submit"), YES)

    again = clerk.post(clerk.url("submit"), YES)

    assert again.status == 409
    assert Case.objects.count() == 1


def test_reading_all_answers_is_recorded(desk, draft, sit):
    clerk = sit(desk, draft)

    clerk.get(clerk.url("check"))

    event = Event.objects.get(action="response.read")
    assert (event.actor_id, event.subject_id) == (str(desk.pk), str(draft.pk))


def test_the_number_is_not_shown_at_another_site(desk, draft, sit, client):
    clerk = sit(desk, draft)
    address = clerk.post(clerk.url("submit"), YES).leads_to
    client.force_login(make_staff("front_desk", sites=(make_site(),)))

    assert client.get(address).status_code == 404


class TestTellingByPhone:
    @pytest.fixture
    def case(self, desk, draft, sit):
        clerk = sit(desk, draft, "paper")
        clerk.post(clerk.url("submit"), YES)
        return Case.objects.get()

    def test_the_call_stands_on_the_worklist_and_the_case(self, desk, draft, case):
        clerk = Clerk(desk, draft)

        worklist = clerk.get(reverse("staff:worklist"))
        page = clerk.get(reverse("staff:case_detail", args=[case.reference]))

        assert worklist.one("[data-call]")["data-call"] == case.reference
        assert page.has("[data-calls] form[data-form=told]")
        assert "none: tell them by phone" in page.words()

    def test_it_is_gone_once_the_patient_was_told(self, desk, draft, case):
        clerk = Clerk(desk, draft)
        told = reverse("staff:case_told", args=[case.reference])

        reply = clerk.post(told)

        assert reply.leads_to == reverse("staff:case_detail", args=[case.reference])
        assert not clerk.get(reverse("staff:worklist")).has("[data-call]")
        assert not clerk.get(reply.leads_to).has("[data-calls]")
        assert clerk.post(told).status == 302

    def test_another_site_cannot_say_so(self, case, client):
        client.force_login(make_staff("front_desk", sites=(make_site(),)))

        told = reverse("staff:case_told", args=[case.reference])

        assert client.post(told).status_code == 404
        assert case.calls.due().exists()

    def test_a_decision_says_that_no_mail_goes_out(self, clinician, draft, case):
        clerk = Clerk(clinician, draft)
        address = reverse("staff:case_decide", args=[case.reference])
        page = clerk.get(address)
        verdict = {"outcome_iv_im": "not_now", "rationale": "Why.", "message": "So."}

        clerk.post(address, verdict | {"_action": "record", "_revision": page.revision})

        after = clerk.get(reverse("staff:case_detail", args=[case.reference]))
        assert "No e-mail reaches the patient" in after.words(".notices")
        assert case.calls.due().count() == 2
