"""The front desk cannot become the patient; a lost mailbox is replaced by two."""

import pytest
from django.test import Client
from django.urls import reverse

from intake.audit.models import Event
from intake.patients.identity import email_of, mail_address_of
from intake.patients.models import Patient, Readdressing
from tests.factories.cases import make_response
from tests.factories.newcomers import make_newcomer
from tests.factories.responses import answer
from tests.factories.staff import make_site, make_staff
from tests.web.clock import Clock
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db
NEW = {"email": "new@example.com", "how": "called_back"}


@pytest.fixture
def site(db):
    return make_site()


@pytest.fixture
def patient(site):
    return make_response(site=site).patient


def somebody(role, site):
    client = Client()
    client.force_login(make_staff(role, sites=(site,)))
    return Visitor(client, None)


@pytest.fixture
def clerk(site):
    return somebody("front_desk", site)


def url(name, patient):
    return reverse(f"staff:{name}", args=[patient.pk])


def answered(visitor, patient, action):
    revision = visitor.get(url("patient_address", patient)).revision
    values = {"_action": action, "_revision": revision}
    return visitor.post(url("patient_address", patient), values)


def test_one_asks_and_a_second_confirms_a_day_later(clerk, patient, site, monkeypatch):
    former = mail_address_of(patient)
    reply = clerk.post(url("patient_address", patient), NEW)
    assert reply.leads_to == url("patient_address", patient)
    clock = Clock(monkeypatch)
    early = somebody("clinician", site).get(url("patient_address", patient))
    assert not early.has("button[value=confirm]")
    clock.pass_time(hours=25)

    answered(somebody("clinician", site), patient, "confirm")

    patient.refresh_from_db()
    assert email_of(patient) == "new@example.com" != former
    assert patient.email_unproved_since


def test_the_one_who_asked_is_shown_no_way_to_confirm(clerk, patient):
    clerk.post(url("patient_address", patient), NEW)

    page = clerk.get(url("patient_address", patient))
    refused = answered(clerk, patient, "confirm")

    assert not page.has("button[value=confirm]")
    assert refused.status == 403
    event = Event.objects.get(action="patient.email_confirmed")
    assert event.outcome == Event.Outcome.REFUSED


def test_what_waits_is_found_by_a_clinician(clerk, patient, site):
    clerk.post(url("patient_address", patient), NEW)

    drafts = somebody("clinician", site).get(reverse("staff:drafts"))

    assert drafts.has(f"[data-addresses] a[href='{url('patient_address', patient)}']")
    assert not clerk.get(reverse("staff:drafts")).has("[data-addresses]")


def test_only_what_was_shown_is_confirmed(clerk, patient, site):
    clerk.post(url("patient_address", patient), NEW)
    first = Readdressing.objects.get()
    answered(clerk, patient, "take_back")
    clerk.post(url("patient_address", patient), NEW | {"email": "her@own.example"})

    values = {"_action": "decline", "_revision": first.pk}
    somebody("clinician", site).post(url("patient_address", patient), values)

    assert Readdressing.objects.waiting().count() == 1


def test_without_saying_how_nothing_is_asked_for(clerk, patient):
    reply = clerk.post(url("patient_address", patient), {"email": "new@example.com"})

    assert reply.refused() == {"#id_how_0"}
    assert not Readdressing.objects.exists()


def test_another_site_is_not_found(patient):
    stranger = somebody("clinician", make_site())

    assert stranger.get(url("patient_address", patient)).status == 404
    assert stranger.post(url("patient_address", patient), NEW).status == 404


def test_the_patient_stops_it_on_their_own_page(clerk, patient):
    clerk.post(url("patient_address", patient), NEW)
    client = Client()
    client.force_login(patient.user)
    visitor = Visitor(client, None)
    assert visitor.get("/patient/address/").has("[data-waiting]")

    visitor.post("/patient/address/", {"_action": "stop"})

    assert Readdressing.objects.get().end.kind == "stopped"


def test_whoever_wrote_all_of_it_down_may_still_add_the_address(site):
    clerk = make_staff("front_desk", sites=(site,))
    draft = make_newcomer(clerk)
    client = Client()
    client.force_login(clerk)

    page = Visitor(client, None).get(url("patient_change", draft.patient))

    assert not page.one("input[name=email]").has_attr("disabled")


def test_where_others_answered_the_front_desk_writes_no_address_alone(site):
    """Whoever reads its mail and knows the date of birth becomes the patient."""
    clerk = make_staff("front_desk", sites=(site,))
    draft = make_newcomer(clerk)
    answer(draft, draft.definition.pages[0].link_id)
    client = Client()
    client.force_login(clerk)
    visitor = Visitor(client, None)

    page = visitor.get(url("patient_change", draft.patient))
    form = {
        field["name"]: field.get("value", "")
        for field in page.html.select("form[data-form] input[name]")
    }
    visitor.post(
        url("patient_change", draft.patient), form | {"email": "desk@own.example"}
    )

    assert page.one("input[name=email]").has_attr("disabled")
    assert email_of(Patient.objects.get(pk=draft.patient_id)) == ""
