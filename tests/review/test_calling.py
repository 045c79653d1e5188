"""Patients who cannot be written to are called, and somebody says that they were."""

import pytest

from intake.audit.models import Event
from intake.messaging.models import Outbox
from intake.patients.modes import Mode
from intake.questionnaires.models import Attestation, Response
from intake.review import actions
from intake.review.assisting import send_for_patient
from intake.review.calling import note_told, tell
from intake.review.models import Call
from intake.review.worklist import calls_for
from tests.factories.cases import make_case
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import LISTS, publish_part
from tests.factories.responses import AGREED, answer_until
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return make_site()


@pytest.fixture
def clinician(site):
    return make_staff("clinician", sites=(site,))


@pytest.fixture
def desk(site, clinician):
    return make_staff("front_desk", sites=(site,))


def ready(desk, **known):
    publish_part(*LISTS)
    response = make_newcomer(desk, **known)
    answer_until(response)
    return response


def sent(desk, mode="phone", **known):
    return send_for_patient(
        response=ready(desk, **known), mode=mode, words=AGREED, by=desk
    )


def decide(case, by):
    verdict = actions.Verdict({"iv_im": "not_now"}, "Why.", "Words.")
    seen = actions.revision_of(case)
    return actions.record_decision(case=case, verdict=verdict, seen=seen, by=by)


class TestTelling:
    def test_who_has_an_address_is_written_to(self, site):
        case = make_case(site=site)

        assert tell(case=case, template="news") is None

        assert Outbox.objects.filter(template="news").count() == 1
        assert not Call.objects.exists()

    @pytest.mark.parametrize("email", ["", "nora@example.com"])
    def test_who_cannot_be_written_to_is_to_be_called(self, desk, clinician, email):
        """Without an address, or with one that nobody has proved."""
        case = sent(desk, email=email)
        Outbox.objects.all().delete()

        decide(case, clinician)

        assert not Outbox.objects.exists()
        call = Call.objects.due().get()
        assert (call.case, call.template) == (case, "news")

    def test_the_same_news_twice_is_one_call(self, desk, clinician):
        case = sent(desk)

        decide(case, clinician)
        tell(case=case, template="news")

        assert Call.objects.due().count() == 1

    def test_somebody_says_that_the_patient_was_told(self, desk, clinician):
        case = sent(desk)
        decide(case, clinician)

        assert note_told(case=case, by=desk) == 1

        call = Call.objects.get(template="news")
        assert (call.done_by, call.done_at is not None) == (desk, True)
        assert Event.objects.filter(action="call.done", actor_id=str(desk.pk)).exists()

    def test_who_comes_second_changes_nothing(self, desk, clinician):
        case = sent(desk)
        decide(case, clinician)
        note_told(case=case, by=clinician)

        assert note_told(case=case, by=desk) == 0

        assert Call.objects.get(template="news").done_by == clinician

    def test_calls_that_are_due_stand_on_the_worklist_of_their_site(
        self, desk, clinician
    ):
        case = sent(desk)
        decide(case, clinician)
        elsewhere = make_staff("clinician", sites=(make_site(),))

        assert [call.case for call, _who in calls_for(desk)] == [case]
        assert calls_for(elsewhere) == []
        note_told(case=case, by=desk)
        assert calls_for(desk) == []


class TestSendingForThePatient:
    @pytest.mark.parametrize("mode", ["phone", "in_person", "paper"])
    def test_how_the_patient_stood_by_it_is_kept(self, desk, mode):
        case = sent(desk, mode)

        attested = Attestation.objects.get(response=case.response)
        assert (attested.mode, attested.by) == (mode, desk)
        assert case.response.state == Response.State.COMPLETED

    def test_who_sends_alone_needs_no_witness(self, site):
        case = make_case(site=site)

        assert not Attestation.objects.filter(response=case.response).exists()

    @pytest.mark.parametrize("mode", ["phone", "in_person"])
    def test_who_is_there_has_heard_that_it_arrived(self, desk, mode):
        sent(desk, mode)

        assert not Call.objects.due().exists()

    def test_who_sent_paper_is_called(self, desk):
        case = sent(desk, "paper")

        assert Call.objects.due().get().case == case

    def test_what_is_not_complete_is_not_sent(self, desk):
        publish_part(*LISTS)
        response = make_newcomer(desk)

        with pytest.raises(actions.questionnaires.NotComplete):
            send_for_patient(response=response, mode=Mode.PHONE, words=AGREED, by=desk)

        assert not Attestation.objects.exists()
        assert not Call.objects.exists()

    def test_everything_is_recorded_with_who_did_it(self, desk):
        case = sent(desk)

        events = Event.objects.filter(patient_id=str(case.patient_id))
        done = {event.action: event for event in events}
        for action in ("response.attested", "response.completed", "case.opened"):
            assert done[action].actor_id == str(desk.pk)
        assert done["response.attested"].detail == {"mode": "phone"}
