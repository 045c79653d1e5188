"""Writing down who a patient is, and finding those who are known."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from intake.audit.models import Event
from intake.patients import claims, emergency
from intake.patients.identity import email_of, identity_of
from intake.patients.models import Acceptance, Patient
from intake.practice.models import CrisisRecord
from intake.questionnaires.models import Response
from intake.review.assisting import send_for_patient
from tests.factories.cases import make_patient
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import LISTS, publish_part
from tests.factories.responses import AGREED, answer_until
from tests.factories.staff import make_site, make_staff
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db
NEW = reverse("staff:entry_new")
NORA = {
    "mode": "phone",
    "first_name": "Nora",
    "last_name": "Neumann",
    "birth_date": "1972-11-03",
    "sex": "female",
    "state": "ME",
    "language": "en",
    "phone": "555 010 0177",
    "may_leave_message": "no",
    "privacy": "on",
}


@pytest.fixture
def clerk(desk):
    client = Client()
    client.force_login(desk)
    return Visitor(client, None)


def address(name, patient):
    return reverse(f"staff:{name}", args=[patient.pk])


class TestWritingDown:
    def test_a_person_is_recorded_and_the_questions_begin(self, clerk, desk):
        reply = clerk.post(NEW, NORA)

        response = Response.objects.get()
        assert reply.leads_to == f"/staff/entry/{response.pk}/1/"
        assert identity_of(response.patient).full_name == "Nora Neumann"
        assert response.patient.site == desk.sites.get()
        assert email_of(response.patient) == ""
        page = clerk.get(reply.leads_to)
        assert page.one("[data-mode]")["data-mode"] == "phone"

    def test_the_notice_is_read_out_and_accepted_with_a_name(self, clerk, desk):
        page = clerk.get(NEW)
        assert "Only the people who care for you" in page.words()

        clerk.post(NEW, NORA | {"mode": "paper"})

        accepted = Acceptance.objects.get()
        assert (accepted.taken_by, accepted.mode) == (desk, "paper")

    def test_without_the_notice_nothing_is_stored(self, clerk):
        reply = clerk.post(NEW, {k: v for k, v in NORA.items() if k != "privacy"})

        assert reply.status == 422
        assert reply.refused() == {"#id_privacy"}
        assert not Patient.objects.exists()

    def test_an_address_is_kept_and_nothing_is_sent_there(self, clerk, mailoutbox):
        clerk.post(NEW, NORA | {"email": "nora@example.com"})

        patient = Patient.objects.get()
        assert email_of(patient) == "nora@example.com"
        assert patient.email_unproved_since is not None
        assert mailoutbox == []

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"mode": "self"}, "mode_0"),
            ({"first_name": ""}, "first_name"),
            ({"birth_date": "1972-13-03"}, "birth_date_month"),
            ({"birth_date": "2090-01-01"}, "birth_date_month"),
            ({"phone": "12"}, "phone"),
            ({"email": "nora at example"}, "email"),
            ({"state": "ZZ"}, "state"),
        ],
    )
    def test_bad_input_is_refused_and_stays_there(self, clerk, wrong, field):
        reply = clerk.post(NEW, NORA | wrong)

        assert reply.status == 422
        assert reply.refused() == {f"#id_{field}"}
        assert reply.typed("last_name") == "Neumann"
        assert not Patient.objects.exists()

    def test_nothing_is_kept_of_a_child(self, clerk):
        year = date.today().year - 12  # noqa: DTZ011 - a child wherever the clinic is

        reply = clerk.post(NEW, NORA | {"birth_date": f"{year}-01-01"})

        assert reply.status == 422
        assert "children under 13" in reply.words("#error-summary")
        assert not Patient.objects.exists()

    def test_somebody_under_18_may_answer_and_staff_are_told_what_to_say(self, clerk):
        year = date.today().year - 16  # noqa: DTZ011 - as above

        reply = clerk.post(NEW, NORA | {"birth_date": f"{year}-01-01"})

        assert "under 18" in clerk.get(reply.leads_to).words(".notices")

    def test_with_several_sites_one_is_chosen(self, desk, clerk):
        other = make_site("Second site")
        make_staff("clinician", sites=(other,))
        desk.sites.add(other)
        assert clerk.post(NEW, NORA).refused() == {"#id_site_0"}

        clerk.post(NEW, NORA | {"site": other.pk})

        assert Patient.objects.get().site == other

    def test_a_site_of_others_is_not_offered(self, desk, clerk):
        desk.sites.add(make_site())
        elsewhere = make_site()

        assert clerk.post(NEW, NORA | {"site": elsewhere.pk}).status == 422

    def test_nobody_begins_where_danger_would_not_be_heard(self, clerk):
        CrisisRecord.objects.update(confirmed_at=None)

        assert "Nobody new can begin" in clerk.get(NEW).words("h1")
        assert clerk.post(NEW, NORA).status == 409
        assert not Patient.objects.exists()


class TestKnownAlready:
    @pytest.fixture
    def known(self, desk):
        return make_newcomer(desk, last_name="Neumann", phone="555 010 0177")

    def test_a_record_like_it_is_shown_before_a_second_is_made(self, clerk, known):
        reply = clerk.post(NEW, NORA)

        assert reply.status == 409
        found = reply.one("[data-alike]")
        assert found["data-alike"] == str(known.patient.pk)
        assert found["data-shared"] == "phone name"
        assert found.select_one("a")["href"] == address("patient", known.patient)
        assert Patient.objects.count() == 1

    def test_what_was_typed_is_still_there(self, clerk, known):
        reply = clerk.post(NEW, NORA)

        assert reply.typed("first_name") == "Nora"
        assert reply.typed("mode") == "phone"

    def test_another_person_is_recorded_when_somebody_says_so(self, clerk, known):
        reply = clerk.post(NEW, NORA | {"_action": "new_person"})

        assert reply.status == 302
        assert Patient.objects.count() == 2

    def test_an_address_in_use_makes_no_second_record(self, clerk, desk):
        make_newcomer(desk, email="nora@example.com", phone="5550100101")

        reply = clerk.post(
            NEW, NORA | {"email": "Nora@example.com", "_action": "new_person"}
        )

        assert reply.status == 422
        assert reply.refused() == {"#id_email"}
        assert Patient.objects.count() == 1

    def test_another_site_is_not_named(self, clerk):
        elsewhere = make_site("Faraway")
        patient = make_patient(site=elsewhere, phone="555 010 0177")

        taken = clerk.post(NEW, NORA | {"email": email_of(patient)})
        free = clerk.post(NEW, NORA)

        assert taken.refused() == {"#id_email"}
        assert "Faraway" not in taken.html.get_text()
        assert free.status == 302
        tried = Event.objects.get(action="patient.found")
        assert (tried.outcome, tried.patient_id) == ("refused", str(patient.pk))
        assert tried.actor_id
        assert email_of(patient) not in str(tried.detail)

    def test_the_comparison_is_recorded(self, clerk, known):
        clerk.post(NEW, NORA)

        assert Event.objects.get(action="patients.compared").detail == {"found": 1}
        shown = Event.objects.get(action="patient.found")
        assert shown.detail == {"through": "comparing"}
        assert shown.patient_id


class TestPatientPage:
    def test_it_leads_to_the_draft(self, clerk, desk):
        response = make_newcomer(desk)

        page = clerk.get(address("patient", response.patient))

        assert page.has(f'a[href="{reverse("staff:entry", args=[response.pk])}"]')
        assert not page.has("form[data-form=begin]")
        assert Event.objects.filter(action="patient.read").count() == 1

    def test_it_leads_to_an_open_case(self, clerk, desk):
        publish_part(*LISTS)
        response = make_newcomer(desk)
        answer_until(response)
        case = send_for_patient(response=response, mode="phone", words=AGREED, by=desk)

        page = clerk.get(address("patient", response.patient))

        assert case.reference in page.words()
        assert clerk.post(address("patient", response.patient)).leads_to == address(
            "patient", response.patient
        )
        assert Response.objects.count() == 1

    def test_questions_begin_for_somebody_with_nothing_open(self, clerk, desk):
        response = make_newcomer(desk)
        response.state = Response.State.WITHDRAWN
        response.save()
        page = clerk.get(address("patient", response.patient))
        assert page.kind == "begin"

        reply = clerk.post(address("patient", response.patient))

        draft = response.patient.responses.drafts().get()
        assert reply.leads_to == reverse("staff:entry", args=[draft.pk])


class TestCorrecting:
    @pytest.fixture
    def patient(self, desk):
        return make_newcomer(desk, email="noar@example.com").patient

    def change(self, clerk, patient, **changed):
        page = clerk.get(address("patient_change", patient))
        names = [*NORA, "email", "preferred_name", "emergency_name"]
        given = {n: page.typed(n) for n in names if n not in ("mode", "privacy")}
        identity = identity_of(patient)
        given |= {"birth_date": identity.born_on.isoformat(), "state": identity.state}
        given["_revision"] = page.revision
        return clerk.post(address("patient_change", patient), given | changed)

    def test_a_name_and_a_mistyped_address_are_corrected(self, clerk, patient):
        reply = self.change(
            clerk, patient, last_name="Neumann", email="nora@example.com"
        )

        patient.refresh_from_db()
        assert reply.leads_to == address("patient", patient)
        assert identity_of(patient).last_name == "Neumann"
        assert email_of(patient) == "nora@example.com"

    def test_the_address_of_a_patient_who_uses_it_stays(self, clerk, desk):
        patient = make_patient(site=desk.sites.get())
        before = email_of(patient)

        reply = self.change(clerk, patient, email="other@example.com")

        patient.refresh_from_db()
        assert reply.status == 302
        assert email_of(patient) == before

    def test_an_address_of_somebody_else_is_refused(self, clerk, desk, patient):
        make_newcomer(desk, email="taken@example.com")

        reply = self.change(clerk, patient, email="taken@example.com")

        assert reply.status == 422
        assert reply.refused() == {"#id_email"}

    def test_a_record_changed_in_the_meantime_is_not_overwritten(self, clerk, patient):
        stale = clerk.get(address("patient_change", patient)).revision
        self.change(clerk, patient, last_name="First")

        reply = self.change(clerk, patient, last_name="Second", _revision=stale)

        patient.refresh_from_db()
        assert reply.status == 409
        assert identity_of(patient).last_name == "First"

    def test_who_is_there_in_an_emergency_takes_nobody_along(self, patient, site):
        doctor = make_staff("clinician", sites=(make_site(),))
        emergency.open_record(patient=patient, reason="Found unconscious", by=doctor)
        client = Client()
        client.force_login(doctor)
        own = doctor.sites.get().pk

        reply = self.change(Visitor(client, None), patient, phone="1234567", site=own)

        patient.refresh_from_db()
        assert reply.status == 302
        assert identity_of(patient).phone == "1234567"
        assert patient.site == site
        assert not reply.has("[name=site]")

    def test_wrong_dates_of_birth_are_told_and_correcting_allows_new_tries(
        self, clerk, patient
    ):
        for _time in range(claims.MOST_TRIES):
            with pytest.raises(claims.WrongBirthDate):
                claims.claim(claim=claims.Claim.on(patient), born_on=date(1900, 1, 1))
        assert "wrong date of birth" in clerk.get(address("patient", patient)).words()

        self.change(clerk, patient)

        page = clerk.get(address("patient", patient))
        assert "wrong date of birth" not in page.words()

    def test_a_child_is_not_made_of_somebody_known(self, clerk, patient):
        year = date.today().year - 10  # noqa: DTZ011 - a child wherever the clinic is

        reply = self.change(clerk, patient, birth_date=f"{year}-01-01")

        assert reply.status == 422
