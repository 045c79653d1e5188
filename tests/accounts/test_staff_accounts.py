"""Accounts of staff: making, changing, ending, and who is left."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from intake.accounts import actions, directory
from intake.accounts.actions import EDITORS_GROUP, StaffDetails
from intake.accounts.models import BrowserSession as Session
from intake.accounts.models import PasswordTry, User
from intake.accounts.roles import DESCRIPTIONS, Role
from intake.audit.models import Event
from intake.messaging.actions import deliver_due
from tests.factories.staff import make_patient_account, make_site, make_staff

pytestmark = pytest.mark.django_db


def in_browser(user):
    browser = Client()
    browser.force_login(user)
    return browser


def is_editor_in_wagtail(user):
    return user.groups.filter(name=EDITORS_GROUP).exists()


def test_a_new_account_has_no_password():
    user = actions.create_staff(details=StaffDetails("Ana", "ana"), by=None)

    assert not user.has_usable_password()
    assert not user.check_password("")


def test_making_an_account_is_recorded_without_names():
    boss = make_staff("administrator")

    user = actions.create_staff(
        details=StaffDetails("Ana Silva", "ana", roles=("clinician",)), by=boss
    )

    event = Event.objects.get(action="staff.created", subject_id=str(user.pk))
    assert (event.actor_id, event.actor_role) == (str(boss.pk), "administrator")
    assert event.detail == {"roles": ["clinician"]}
    assert "Ana" not in str(vars(event))


@pytest.mark.parametrize("login", ["ana", "ANA"])
def test_two_people_never_share_a_sign_in_name(login):
    make_staff("clinician", login="Ana")

    with pytest.raises(IntegrityError, match="user_login_once"), transaction.atomic():
        make_staff("clinician", login=login)


def test_a_patient_account_names_nobody():
    patient = make_patient_account()
    patient.name = "Kim"

    with pytest.raises(IntegrityError, match="nameless"), transaction.atomic():
        patient.save()


def test_changing_roles_and_sites_replaces_them():
    north, south = make_site("North"), make_site("South")
    ana = make_staff("clinician", sites=(north,))

    actions.change_staff(
        user=ana,
        details=StaffDetails("Ana", "ana", roles=("front_desk",), sites=(south,)),
        by=make_staff("administrator"),
    )

    ana = User.objects.get(pk=ana.pk)
    assert (ana.roles, list(ana.sites.all())) == (["front_desk"], [south])


@pytest.mark.parametrize(
    ("role", "edits"),
    [
        (role, role in (Role.CONTENT_EDITOR, Role.MEDICAL_DIRECTOR))
        for role in Role.values
    ],
)
def test_only_editors_join_the_editors_of_the_portal(role, edits):
    assert is_editor_in_wagtail(make_staff(role)) is edits


def test_who_stops_editing_leaves_the_editors_of_the_portal():
    ed = make_staff("content_editor")

    actions.change_staff(
        user=ed,
        details=StaffDetails("Ed", "ed", roles=("front_desk",)),
        by=make_staff("administrator"),
    )

    assert not is_editor_in_wagtail(ed)


def test_ending_access_ends_every_session_of_that_person_only():
    ana, bo = make_staff("clinician"), make_staff("clinician")
    phone, desk, other = in_browser(ana), in_browser(ana), in_browser(bo)

    actions.set_active(user=ana, active=False, by=bo)

    assert Session.objects.count() == 1
    for browser, status in [(phone, 302), (desk, 302), (other, 200)]:
        assert browser.get("/staff/password/").status_code == status


def test_access_ended_in_the_database_counts_at_once():
    """Without the sessions being found, an inactive account still opens nothing."""
    ana = make_staff("clinician")
    browser = in_browser(ana)

    User.objects.filter(pk=ana.pk).update(is_active=False)

    assert browser.get("/staff/password/").status_code == 302


def test_access_can_be_given_back():
    ana, bo = make_staff("clinician"), make_staff("administrator")
    actions.set_active(user=ana, active=False, by=bo)

    actions.set_active(user=ana, active=True, by=bo)

    assert in_browser(ana).get("/staff/password/").status_code == 200
    done = Event.objects.filter(subject_id=str(ana.pk), action__startswith="staff.")
    assert list(done.values_list("action", flat=True))[-2:] == [
        "staff.ended",
        "staff.restored",
    ]


def test_a_new_password_by_link_ends_other_sessions():
    ana = make_staff("clinician")
    browser = in_browser(ana)
    path = actions.make_link(user=ana, by=None)

    actions.use_link(
        link=actions.link_of(path.split("/")[-2]), password="another password"
    )

    assert browser.get("/staff/password/").status_code == 302


def test_the_only_administrator_is_the_last():
    assert directory.is_last_administrator(make_staff("administrator"))


def test_two_administrators_are_not_the_last():
    first = make_staff("administrator")
    make_staff("administrator", "clinician")

    assert not directory.is_last_administrator(first)


def test_somebody_who_has_no_password_yet_is_nobody_to_rely_on():
    first = make_staff("administrator")
    make_staff("administrator", password="")

    assert directory.is_last_administrator(first)


def test_somebody_whose_access_ended_is_nobody_to_rely_on():
    first, second = make_staff("administrator"), make_staff("administrator")
    actions.set_active(user=second, active=False, by=first)

    assert directory.is_last_administrator(first)
    assert not directory.is_last_administrator(second)


def test_a_clinician_is_no_last_administrator():
    assert not directory.is_last_administrator(make_staff("clinician"))


@pytest.mark.parametrize(
    ("role", "blind"),
    [
        (role, role in ("front_desk", "clinician", "medical_director"))
        for role in Role.values
    ],
)
def test_roles_that_work_with_patients_see_none_without_a_site(role, blind):
    assert directory.sees_no_patients(make_staff(role)) is blind
    assert not directory.sees_no_patients(make_staff(role, sites=(make_site(),)))


def fail(login):
    actions.look_at_password(login=login, look=lambda: False)


def test_ten_failures_lock_one_name_for_fifteen_minutes():
    for _try in range(9):
        fail("ana")
    assert not actions.too_many_failures("ana")

    fail(" ANA")

    assert actions.too_many_failures("ana")
    assert not actions.too_many_failures("bo")


def test_a_right_password_is_not_held_against_anybody():
    for _try in range(11):
        assert actions.look_at_password(login="ana", look=lambda: True)

    assert not PasswordTry.objects.exists()


def test_a_failure_does_not_say_whose_it_was():
    fail("ana")

    assert b"ana" not in bytes(PasswordTry.objects.get().login_index)
    event = Event.objects.get(action="staff.sign_in")
    assert (event.outcome, event.actor_id, event.detail) == ("refused", "", {})


@pytest.mark.parametrize("role", Role)
def test_every_role_is_described(role):
    assert DESCRIPTIONS[role]


def test_the_last_administrator_can_neither_leave_nor_change_role(db):
    last = make_staff("administrator")
    details = StaffDetails(name=last.name, login=last.login, roles=("content_editor",))

    with pytest.raises(actions.LastAdministrator):
        actions.set_active(user=last, active=False, by=last)
    with pytest.raises(actions.LastAdministrator):
        actions.change_staff(user=last, details=details, by=last)

    last.refresh_from_db()
    assert last.is_active
    assert last.roles == ["administrator"]


def test_an_editor_who_comes_back_edits_again(db):
    editor = make_staff("content_editor")
    actions.set_active(user=editor, active=False, by=editor)

    actions.set_active(user=editor, active=True, by=editor)

    assert editor.groups.filter(name=actions.EDITORS_GROUP).exists()


class TestOverseeing:
    """What an administrator does to accounts is seen by those who keep watch."""

    @pytest.fixture
    def boss(self):
        return make_staff("administrator", email="boss@clinic.example")

    @pytest.fixture
    def officer(self):
        return make_staff("privacy_officer", email="officer@clinic.example")

    @pytest.fixture
    def ana(self, boss, officer):
        return make_staff("content_editor", email="ana@clinic.example")

    def change(self, user, by, **changes):
        kept = {"name": user.name, "login": user.login, "email": user.email}
        kept |= {"roles": tuple(user.roles), "sites": tuple(user.sites.all())}
        details = StaffDetails(**kept | changes)
        actions.change_staff(user=user, details=details, by=by)

    def sent(self, mailoutbox):
        deliver_due(most=50)
        return {(one.to[0].partition("@")[0], one.subject) for one in mailoutbox}

    @pytest.mark.parametrize("role", ["front_desk", "clinician", "privacy_officer"])
    def test_nobody_gives_themselves_a_role_that_works_with_records(self, boss, role):
        with pytest.raises(actions.OwnRoles):
            self.change(boss, boss, roles=("administrator", role))

        assert User.objects.get(pk=boss.pk).roles == ["administrator"]
        tried = Event.objects.get(action="staff.changed")
        assert (tried.outcome, tried.detail["gained"]) == ("failed", [role])

    def test_what_somebody_has_stays_theirs(self, boss):
        both = make_staff("administrator", "clinician", sites=(make_site(),))

        self.change(both, both, roles=("administrator", "clinician", "content_editor"))

        assert "content_editor" in User.objects.get(pk=both.pk).roles
        assert both.sites.count() == 1

    def test_nobody_gives_themselves_a_site(self, boss):
        own = make_site()
        both = make_staff("administrator", "clinician", sites=(own,))

        with pytest.raises(actions.OwnSites):
            self.change(both, both, sites=(own, make_site()))

        assert list(both.sites.all()) == [own]
        tried = Event.objects.get(action="staff.changed")
        assert (tried.outcome, tried.detail["more_sites"]) == ("failed", 1)
        self.change(both, boss, sites=(own, make_site()))
        self.change(both, both, sites=())
        assert not both.sites.exists()

    def test_links_that_went_to_the_old_address_die_with_it(self, ana, boss):
        path = actions.make_link(user=ana, by=boss)
        token = path.split("/")[-2]
        self.change(ana, boss, name="Ana Maria")
        assert actions.link_of(token) is not None

        self.change(ana, boss, email="other@clinic.example")

        assert actions.link_of(token) is None

    @pytest.mark.parametrize("what", ["roles", "sites", "reset", "let in", "made"])
    def test_privacy_officers_hear_of_it(self, ana, boss, officer, mailoutbox, what):
        if what == "roles":
            self.change(ana, boss, roles=("clinician",))
        elif what == "sites":
            self.change(ana, boss, sites=(make_site(),))
        elif what == "reset":
            actions.reset_factors(user=ana, by=boss)
        elif what == "let in":
            actions.set_active(user=ana, active=True, by=boss)
        else:
            details = StaffDetails("Bea", "bea", roles=("clinician",))
            actions.create_staff(details=details, by=boss)

        assert ("officer", "Please look at something") in self.sent(mailoutbox)
        written = [one for one in mailoutbox if one.to == [officer.email]]
        assert ana.name not in written[0].body

    def test_a_name_alone_is_no_news(self, ana, boss, mailoutbox):
        self.change(ana, boss, name="Ana Maria")

        assert self.sent(mailoutbox) == set()

    def test_the_old_address_hears_of_the_new_one(self, ana, boss, mailoutbox):
        self.change(ana, boss, email="taken@clinic.example")

        assert self.sent(mailoutbox) == {
            ("ana", "Your account was changed"),
            ("taken", "Your account was changed"),
            ("officer", "Please look at something"),
        }

    def test_who_keeps_watch_hears_that_they_do_no_more(
        self, boss, officer, mailoutbox
    ):
        self.change(officer, boss, roles=("content_editor",))
        assert ("officer", "Please look at something") in self.sent(mailoutbox)

    def test_without_a_privacy_officer_medical_directors_hear_of_it(
        self, boss, mailoutbox
    ):
        make_staff("medical_director", email="director@clinic.example")
        ana = make_staff("content_editor")

        self.change(ana, boss, roles=("clinician",))

        assert ("director", "Please look at something") in self.sent(mailoutbox)
