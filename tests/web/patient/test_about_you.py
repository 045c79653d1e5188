"""The page on which a patient says who they are."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from intake.accounts.models import BrowserSession as Session
from intake.accounts.models import SignInCode, SignInTry, User
from intake.patients import actions as patients
from intake.patients.identity import identity_of
from intake.patients.models import Patient, PrivacyNotice
from intake.practice.models import Location, Organisation
from intake.questionnaires.models import Response
from tests.web.patient.test_sign_in import CODE, SIGN_IN, sent
from tests.web.patient.visitor import Visitor

pytestmark = pytest.mark.django_db

ADDRESS = reverse("patient:about_you")
KIM = {
    "first_name": "Kim",
    "last_name": "Invented",
    "birth_date.month": "3",
    "birth_date.day": "14",
    "birth_date.year": "1985",
    "sex": "female",
    "state": "VT",
    "phone": "555 010 0123",
    "may_leave_message": "yes",
    "language": "en",
    "privacy": "on",
}


@pytest.fixture
def patient(db):
    return patients.find_or_create("kim@example.com")


@pytest.fixture
def visitor(patient, client):
    client.force_login(patient.user)
    return Visitor(client, None)


def born(years_ago, days=0):
    """A birth date in the three inputs."""
    today = Organisation.current().today()
    day = date(today.year - years_ago, today.month, min(today.day, 28))
    day += timedelta(days=days)
    return {
        "birth_date.month": str(day.month),
        "birth_date.day": str(day.day),
        "birth_date.year": str(day.year),
    }


def known(patient):
    return identity_of(Patient.objects.select_related("identity").get(pk=patient.pk))


def save(visitor, **changed):
    """Post the page as it was opened."""
    given = {"_revision": visitor.get(ADDRESS).revision} | KIM | changed
    return visitor.post(ADDRESS, given)


class TestNew:
    def test_the_page_asks_who_it_is(self, visitor):
        reply = visitor.get(ADDRESS)

        assert reply.kind == "about-you"
        assert not reply.has("a.btn-link[href='/patient/']")

    def test_whoever_has_not_said_so_is_led_there(self, visitor):
        assert visitor.get(reverse("patient:home")).leads_to == ADDRESS

    def test_it_leads_to_the_first_page(self, visitor, patient):
        reply = save(visitor)

        response = Response.objects.get()
        assert reply.leads_to == reverse("patient:page", args=[response.pk, 1])
        assert known(patient).full_name == "Kim Invented"
        assert known(patient).born_on == date(1985, 3, 14)

    def test_the_patient_belongs_to_the_only_site(self, visitor, patient):
        save(visitor)

        patient.refresh_from_db()
        assert patient.site == Location.objects.get()

    def test_with_several_sites_one_is_chosen(self, visitor, patient):
        north = Location.objects.create(name="North")

        refused = save(visitor)
        assert refused.refused() == {"#id_site_0"}
        save(visitor, site=str(north.pk))

        patient.refresh_from_db()
        assert patient.site == north

    def test_a_site_that_takes_nobody_is_not_offered(self, visitor):
        Location.objects.create(name="North")
        closed = Location.objects.create(name="Closed", is_open=False)

        assert save(visitor, site=str(closed.pk)).status == 422

    def test_the_notice_is_accepted_by_its_version(self, visitor, patient):
        save(visitor)

        acceptance = patient.acceptances.get()
        assert acceptance.notice.number == 1
        assert acceptance.at

    def test_twice_is_accepted_twice_with_one_effect(self, visitor, patient):
        revision = visitor.get(ADDRESS).revision

        for _time in range(2):
            reply = visitor.post(ADDRESS, {"_revision": revision} | KIM)
            assert reply.status == 302

        assert patient.identities.count() == 1
        assert patient.acceptances.count() == 1
        assert Response.objects.count() == 1

    def test_nothing_that_names_the_person_can_be_read(self, visitor, patient):
        save(visitor)

        row = Patient.objects.values().get() | patient.identities.values().get()
        kept = b"".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
            for v in row.values()
        )
        for secret in (b"Kim", b"Invented", b"kim@example.com", b"0123", b"1985"):
            assert secret not in kept


REFUSED = {
    "no name": ({"first_name": " "}, "#id_first_name"),
    "a name too long": ({"last_name": "x" * 101}, "#id_last_name"),
    "a character that is none": ({"first_name": "K\0"}, "#id_first_name"),
    "no such day": ({"birth_date.day": "32"}, "#id_birth_date_month"),
    "no such day in that month": (
        {"birth_date.day": "29", "birth_date.month": "2", "birth_date.year": "1985"},
        "#id_birth_date_month",
    ),
    "a year of two digits": ({"birth_date.year": "85"}, "#id_birth_date_month"),
    "no year": ({"birth_date.year": ""}, "#id_birth_date_month"),
    "older than anybody": ({"birth_date.year": "1850"}, "#id_birth_date_month"),
    "not born yet": ({"birth_date.year": "2999"}, "#id_birth_date_month"),
    "a date in words": ({"birth_date.day": "x"}, "#id_birth_date_month"),
    "a sex not listed": ({"sex": "x"}, "#id_sex_0"),
    "no state": ({"state": ""}, "#id_state"),
    "a state of elsewhere": ({"state": "QQ"}, "#id_state"),
    "a phone too short": ({"phone": "12345"}, "#id_phone"),
    "a phone in words": ({"phone": "call me maybe"}, "#id_phone"),
    "a phone in other digits": ({"phone": "٥٥٥ ٠١٠ ٠١٢٣"}, "#id_phone"),
    "a helper's phone in words": ({"emergency_phone": "x"}, "#id_emergency_phone"),
    "no notice": ({"privacy": ""}, "#id_privacy"),
    "a language not spoken": ({"language": "xx"}, "#id_language_0"),
}


@pytest.mark.parametrize(("changed", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_what_makes_no_sense_is_refused_and_still_there(
    visitor, patient, changed, field
):
    reply = save(visitor, **changed)

    assert reply.status == 422
    assert reply.refused() == {field}
    assert known(patient) is None
    assert not Response.objects.exists()
    for name, value in changed.items():
        if name in ("last_name", "phone", "birth_date.year"):
            assert reply.typed(name) == value
    assert reply.typed("may_leave_message") == "yes"


@pytest.mark.parametrize(
    "name", ["Þór", "O'Brien-Łukasz", "محمد", "李", "Jo 🙂", "<b>"]
)
def test_any_name_is_kept_as_it_is(visitor, patient, name):
    save(visitor, first_name=name)

    assert known(patient).first_name == name
    assert name in visitor.get(reverse("patient:home")).words("h1")


class TestChanging:
    @pytest.fixture(autouse=True)
    def begun(self, visitor):
        save(visitor)

    def test_what_is_known_is_shown(self, visitor):
        reply = visitor.get(ADDRESS)

        assert reply.typed("first_name") == "Kim"
        assert reply.typed("birth_date.year") == "1985"
        assert reply.typed("sex") == "female"
        assert not reply.has("[name=privacy]")

    def test_a_change_leads_home_and_keeps_what_was_there(self, visitor, patient):
        reply = save(visitor, last_name="Renamed")

        assert reply.leads_to == reverse("patient:home")
        assert known(patient).last_name == "Renamed"
        assert patient.identities.count() == 2

    def test_saving_without_a_change_keeps_one_record(self, visitor, patient):
        save(visitor)

        assert patient.identities.count() == 1

    def test_a_change_in_a_stale_tab_shows_both_and_overwrites_nothing(
        self, visitor, patient
    ):
        stale = visitor.get(ADDRESS).revision
        save(visitor, phone="555 010 0199")

        reply = visitor.post(
            ADDRESS, KIM | {"_revision": stale, "phone": "555 010 0155"}
        )

        assert reply.status == 409
        assert "555 010 0199" in reply.words("section.alert")
        assert reply.typed("phone") == "555 010 0155"
        assert known(patient).phone == "555 010 0199"
        again = visitor.post(
            ADDRESS, KIM | {"_revision": reply.revision, "phone": "555 010 0155"}
        )
        assert again.leads_to == reverse("patient:home")
        assert known(patient).phone == "555 010 0155"

    def test_a_new_notice_is_asked_for(self, visitor, patient):
        PrivacyNotice.objects.create(number=2, text="Anew.")

        assert visitor.get(ADDRESS).has("[name=privacy]")
        save(visitor)

        assert [a.notice.number for a in patient.acceptances.order_by("pk")] == [1, 2]

    def test_a_notice_is_never_accepted_unseen(self, visitor, patient):
        stale = visitor.get(ADDRESS).revision
        PrivacyNotice.objects.create(number=2, text="Anew.")

        reply = visitor.post(ADDRESS, KIM | {"_revision": stale})

        assert reply.status == 409
        assert patient.acceptances.count() == 1

    def test_a_birth_date_of_a_child_is_for_people_to_correct(self, visitor, patient):
        reply = save(visitor, **born(12))

        assert reply.status == 422
        assert "call us" in reply.words("#error-summary")
        assert known(patient).born_on == date(1985, 3, 14)
        assert User.objects.filter(pk=patient.user_id).exists()


class TestUnderAge:
    PAGE = reverse("patient:under_age")

    @pytest.mark.parametrize(
        ("years", "days", "is_under_age"),
        [
            pytest.param(18, 0, False, id="eighteen today"),
            pytest.param(18, 1, True, id="eighteen tomorrow"),
            pytest.param(13, 0, True, id="thirteen today"),
        ],
    )
    def test_the_age_is_counted_to_the_day(self, visitor, years, days, is_under_age):
        reply = save(visitor, **born(years, days))

        assert (reply.leads_to == self.PAGE) == is_under_age

    def test_it_is_told_kindly_and_one_may_go_on(self, visitor):
        save(visitor, **born(16))

        reply = visitor.get(self.PAGE)

        assert "This clinic treats adults" in reply.words()
        home = visitor.get(reply.one("main .buttons a")["href"])
        assert home.has("a[data-continue]")

    def test_whoever_turns_out_to_be_under_age_is_told_then(self, visitor):
        save(visitor)

        assert save(visitor, **born(16)).leads_to == self.PAGE
        assert save(visitor, **born(16), phone="555 010 0188").leads_to == "/patient/"

    def test_the_page_is_for_nobody_else(self, visitor):
        assert visitor.get(self.PAGE).leads_to == "/patient/"
        save(visitor)
        assert visitor.get(self.PAGE).leads_to == "/patient/"


class TestChildren:
    @pytest.fixture
    def child(self, db):
        """Somebody of twelve who signed in with a code."""
        visitor = Visitor(Client(), None)
        visitor.post(SIGN_IN, {"email": "child@example.com"})
        visitor.post(CODE, {"code": sent()})
        return visitor

    def test_they_are_told_kindly(self, child):
        reply = save(child, **born(13, days=1))

        assert reply.status == 200
        assert "We have deleted what you wrote" in reply.words()
        assert reply.has("a[href='tel:988']")

    def test_nothing_of_them_is_stored(self, child):
        save(child, **born(12))

        for kept in (Patient, SignInCode, SignInTry, Session, Response):
            assert not kept.objects.exists(), kept
        assert not User.objects.filter(is_patient=True).exists()

    def test_they_are_signed_out(self, child):
        save(child, **born(12))

        assert child.get(ADDRESS).leads_to.startswith(SIGN_IN)

    def test_codes_of_others_stay(self, child):
        Visitor(Client(), None).post(SIGN_IN, {"email": "adult@example.com"})

        save(child, **born(12))

        assert SignInCode.objects.count() == 1
        assert len(mail.outbox) == 2


def test_the_page_is_not_kept_by_browsers(visitor):
    reply = visitor.get(ADDRESS)

    assert "no-store" in reply.response.headers["Cache-Control"]
