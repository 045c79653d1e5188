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
        by=ana,
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
        user=ed, details=StaffDetails("Ed", "ed", roles=("front_desk",)), by=ed
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


def test_ten_failures_lock_one_name_for_fifteen_minutes():
    for _try in range(9):
        actions.note_failure("ana")
    assert not actions.too_many_failures("ana")

    actions.note_failure(" ANA")

    assert actions.too_many_failures("ana")
    assert not actions.too_many_failures("bo")


def test_a_failure_does_not_say_whose_it_was():
    actions.note_failure("ana")

    assert b"ana" not in bytes(PasswordTry.objects.get().login_index)
    event = Event.objects.get(action="staff.sign_in")
    assert (event.outcome, event.actor_id, event.detail) == ("refused", "", {})


@pytest.mark.parametrize("role", Role)
def test_every_role_is_described(role):
    assert DESCRIPTIONS[role]


def test_the_last_administrator_can_neither_leave_nor_change_role(db):
    last = make_staff("administrator")
    details = StaffDetails(name=last.name, login=last.login, roles=("clinician",))

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
