"""Emergency access: one record of another site, for a time, looked over."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.audit.models import Event
from intake.messaging import actions as messaging
from intake.patients import emergency
from intake.patients.emergencies import EmergencyAccess
from intake.patients.identity import identity_of
from intake.patients.looks import What, looks
from intake.patients.models import Patient
from intake.questionnaires.models import Response
from intake.review.models import Case
from intake.safety.models import Alert
from tests.factories.cases import make_case
from tests.factories.staff import PASSWORD, make_site, make_staff
from tests.web.staff.reading import parsed, values

pytestmark = pytest.mark.django_db

URL = "/staff/emergency/"
REASON = "Found unconscious; which medicines?"


@pytest.fixture
def doctor(client):
    doctor = make_staff("clinician", name="Dr. Far", sites=(make_site(),))
    client.force_login(doctor)
    return doctor


@pytest.fixture
def officer():
    return make_staff("privacy_officer", name="Pia", email="pia@clinic.example")


@pytest.fixture
def case(site):
    return make_case(site=site)


def address(case):
    return f"/staff/cases/{case.reference}/"


def use(client, case, **changes):
    return client.post(URL, {"text": case.reference, "reason": REASON} | changes)


def expired(doctor):
    past = timezone.now() - timedelta(seconds=1)
    User.objects.filter(pk=doctor.pk).update(emergency_until=past)


def test_one_record_opens_and_no_other(client, doctor, case, site):
    other = make_case(site=site)
    assert client.get(address(case)).status_code == 404

    reply = use(client, case)

    assert reply["Location"] == address(case)
    assert client.get(address(case)).status_code == 200
    assert client.get(address(other)).status_code == 404


def test_every_model_follows_the_one_rule(client, doctor, case, site):
    make_case(site=site)
    use(client, case)
    doctor.refresh_from_db()

    assert [*Case.objects.visible_to(doctor)] == [case]
    assert [*Patient.objects.visible_to(doctor)] == [case.patient]
    found = Response.objects.visible_to(doctor).values_list("patient", flat=True)
    assert set(found) == {case.patient_id}
    assert not Alert.objects.visible_to(doctor).exclude(patient=case.patient).exists()


def test_it_ends_by_itself(client, doctor, case):
    use(client, case)
    expired(doctor)

    assert client.get(address(case)).status_code == 404
    assert "data-emergency-open" not in client.get("/staff/").content.decode()


def test_it_ends_by_hand(client, doctor, case):
    use(client, case)
    page = client.get("/staff/").content.decode()

    assert "data-emergency-open" in page
    assert case.reference in page
    client.post(f"{URL}end/")

    assert client.get(address(case)).status_code == 404
    assert Event.objects.filter(action="emergency.ended").count() == 1


def test_everything_opened_is_marked_in_the_trail(client, doctor, case):
    use(client, case)
    client.get(address(case))

    read = Event.objects.filter(action="case.read", patient_id=str(case.patient_id))
    assert [event.detail.get("emergency") for event in read] == [True]


def test_a_record_within_reach_needs_none(client, site, case):
    doctor = make_staff("clinician", sites=(site,))
    client.force_login(doctor)

    reply = use(client, case)

    assert reply["Location"] == address(case)
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "CDFG-HJKM"}, "No record has exactly this."),
        ({"reason": "urgent"}, "Say a little more: at least 15 letters."),
        ({"reason": ""}, "Say why it cannot wait."),
        ({"text": ""}, "Write a reference, an address or a number."),
    ],
)
def test_without_a_person_and_a_reason_nothing_opens(
    client, doctor, case, changes, said
):
    reply = use(client, case, **changes)

    assert reply.status_code == 422
    assert said in reply.content.decode()
    assert not EmergencyAccess.objects.exists()


def test_a_search_for_nobody_is_in_the_trail(client, doctor, case):
    use(client, case, text="nobody@elsewhere.example")

    tried = Event.objects.get(action="emergency.opened")
    assert (tried.outcome, tried.actor_id) == ("refused", str(doctor.pk))
    assert "nobody" not in str(tried.detail)


def test_the_password_is_asked_once_more(client, doctor, case):
    session = client.session
    session["proved_at"] = 0
    session.save()

    assert use(client, case).status_code == 422
    assert use(client, case, password=PASSWORD).status_code == 302


def test_those_who_look_it_over_are_told_without_a_word_about_anybody(
    client, doctor, case, officer
):
    use(client, case)
    messaging.deliver_due(most=50)

    written = [one for one in mail.outbox if one.to == ["pia@clinic.example"]]
    assert len(written) == 1
    assert case.reference not in written[0].body
    assert "Far" not in written[0].body


def test_somebody_else_looks_it_over(client, doctor, case, officer):
    use(client, case)
    client.get(address(case))
    access = EmergencyAccess.objects.get()
    client.force_login(officer)

    report = client.get(f"{URL}report/")
    page = client.get(f"{URL}report/{access.pk}/")
    name = identity_of(case.patient).full_name

    assert values(report, "[data-emergency]", "data-reviewed") == ["no"]
    assert REASON in page.content.decode()
    assert "case.read" in values(page, "[data-event]", "data-event")
    assert name not in page.content.decode() + report.content.decode()

    empty = client.post(f"{URL}report/{access.pk}/", {})
    assert empty.status_code == 422
    assert "This field is required" not in empty.text

    said = {"was_right": "no", "note": "Nobody had asked for help."}
    client.post(f"{URL}report/{access.pk}/", said)
    again = client.post(f"{URL}report/{access.pk}/", {**said, "was_right": "yes"})

    assert again.status_code == 302
    access = EmergencyAccess.objects.get()
    assert access.review.was_right is False
    page = client.get(f"{URL}report/{access.pk}/")
    assert "Nobody had asked" in parsed(page).select_one("[data-review]").get_text()


def test_nobody_looks_over_what_they_did_themselves(client, site, case):
    director = make_staff("medical_director", sites=(make_site(),))
    client.force_login(director)
    use(client, case)
    access = EmergencyAccess.objects.get()

    client.post(f"{URL}report/{access.pk}/", {"was_right": "yes", "note": "Fine."})

    assert not hasattr(EmergencyAccess.objects.get(), "review")


def test_the_patient_sees_it_under_who_looked(client, doctor, case):
    use(client, case)

    seen = looks(case.patient)

    assert [look.person for look in seen] == [doctor]
    assert What.EMERGENCY in dict(seen[0].did)


def test_opening_another_record_ends_the_first(doctor, case, site):
    other = make_case(site=site)
    for one in (case, other):
        emergency.open_record(patient=one.patient, reason=REASON, by=doctor)

    assert [*Case.objects.visible_to(doctor)] == [other]
    assert Event.objects.filter(action="emergency.ended").count() == 1


def test_who_has_no_emergency_asks_the_database_nothing_more(
    doctor, case, django_assert_num_queries
):
    with django_assert_num_queries(1):
        list(Case.objects.visible_to(doctor))
    audit.record("case.read", by=doctor, patient=case.patient)
    assert "emergency" not in Event.objects.last().detail
