"""The page on which staff sign in."""

import pytest
from django.test import Client
from django.urls import reverse

from intake.accounts.actions import set_active
from intake.accounts.roles import Role
from intake.audit.models import Event
from tests.factories.staff import PASSWORD, make_patient_account, make_staff

URL = "/staff/sign-in/"
WRONG = "The sign-in name or the password is not right."
TOO_MANY = "There were too many wrong passwords."
pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_staff("clinician", login="ana", name="Ana Silva")


def sign_in(client, login="ana", password=PASSWORD, address=URL):
    return client.post(address, {"login": login, "password": password})


def who(client):
    return client.session.get("_auth_user_id")


def test_the_page_has_the_form_that_scripts_rely_on(client):
    page = client.get(URL)

    assert page.status_code == 200
    for part in ('data-form="sign-in"', 'name="login"', 'name="password"'):
        assert page.text.count(part) == 1


def test_the_right_password_lets_somebody_in(client, ana):
    reply = sign_in(client)

    assert (reply.status_code, reply.url) == (302, "/staff/")
    assert who(client) == str(ana.pk)
    event = Event.objects.get(action="staff.signed_in")
    assert (event.actor_id, event.actor_role) == (str(ana.pk), "clinician")


def test_capitals_in_the_name_make_no_difference(client, ana):
    assert sign_in(client, login=" Ana ").status_code == 302


def test_capitals_and_spaces_in_the_password_do(client, ana):
    assert sign_in(client, password=PASSWORD.upper()).status_code == 422
    assert sign_in(client, password=f" {PASSWORD}").status_code == 422


def test_the_session_gets_a_new_key(client, ana):
    client.get("/")
    session = client.session
    session["kept"] = "yes"
    session.save()
    before = client.session.session_key

    sign_in(client)

    assert client.session.session_key != before


def test_the_last_sign_in_is_kept(client, ana):
    sign_in(client)

    ana.refresh_from_db()
    assert ana.last_login is not None


@pytest.mark.parametrize(
    ("login", "password"),
    [
        pytest.param("ana", "something else", id="wrong password"),
        pytest.param("nobody", PASSWORD, id="unknown name"),
        pytest.param("invited", "", id="never set a password"),
        pytest.param("ended", PASSWORD, id="access ended"),
    ],
)
def test_every_refusal_looks_alike(client, ana, login, password):
    make_staff("clinician", login="invited", password="")
    gone = make_staff("clinician", login="ended")
    set_active(user=gone, active=False, by=ana)

    reply = sign_in(client, login=login, password=password or "guess")

    assert reply.status_code == 422
    assert WRONG in reply.text
    assert 'href="#id_password"' in reply.text
    assert who(client) is None


def test_the_name_is_kept_and_the_password_is_not(client, ana):
    reply = sign_in(client, password="something else")

    assert 'value="ana"' in reply.text
    assert "something else" not in reply.text


@pytest.mark.parametrize(
    ("posted", "advice"),
    [
        pytest.param({}, "Write your sign-in name.", id="nothing at all"),
        pytest.param({"login": "ana"}, "Write your password.", id="no password"),
        pytest.param(
            {"login": "a\0b", "password": "x"}, "Null characters", id="null character"
        ),
    ],
)
def test_an_incomplete_form_is_refused_with_advice(client, posted, advice):
    reply = client.post(URL, posted)

    assert reply.status_code == 422
    assert advice in reply.text
    assert 'id="error-summary"' in reply.text


def test_ten_wrong_passwords_close_the_name_even_to_the_right_one(client, ana):
    for _try in range(10):
        assert WRONG in sign_in(client, password="guess").text

    reply = sign_in(client)

    assert reply.status_code == 422
    assert TOO_MANY in reply.text
    assert who(client) is None


def test_a_name_that_does_not_exist_is_closed_just_the_same(client):
    for _try in range(10):
        sign_in(client, login="nobody", password="guess")

    assert TOO_MANY in sign_in(client, login="nobody").text


def test_a_closed_name_does_not_close_others(client, ana):
    for _try in range(10):
        sign_in(client, login="somebody", password="guess")

    assert sign_in(client).status_code == 302


def test_wrong_passwords_are_on_record_without_the_name(client, ana):
    sign_in(client, password="guess")

    event = Event.objects.get(action="staff.sign_in")
    assert event.outcome == "refused"
    assert "ana" not in str(event.detail)


def test_a_patient_account_never_signs_in_here(client):
    patient = make_patient_account()
    patient.set_password(PASSWORD)
    patient.save()

    assert sign_in(client, login=str(patient.pk)).status_code == 422
    assert sign_in(client, login="").status_code == 422
    assert who(client) is None


def test_a_signed_in_patient_may_become_staff_in_the_same_browser(client, ana):
    client.force_login(make_patient_account())
    assert client.get(URL).status_code == 200

    sign_in(client)

    assert who(client) == str(ana.pk)


HOMES = [
    ((Role.FRONT_DESK,), "/staff/"),
    ((Role.CLINICIAN,), "/staff/"),
    ((Role.MEDICAL_DIRECTOR,), "/staff/"),
    ((Role.ADMINISTRATOR,), "/staff/admin/"),
    ((Role.CONTENT_EDITOR,), "/cms/"),
    ((Role.PRIVACY_OFFICER,), "/staff/privacy/"),
    ((Role.CLINICIAN, Role.ADMINISTRATOR), "/staff/"),
    ((Role.CONTENT_EDITOR, Role.ADMINISTRATOR), "/staff/admin/"),
]


@pytest.mark.parametrize(
    ("roles", "home"), HOMES, ids=["+".join(roles) for roles, _home in HOMES]
)
def test_everybody_lands_where_their_work_is(client, roles, home):
    make_staff(*roles, login="ana")

    assert sign_in(client).url == home


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.ADMINISTRATOR])
def test_somebody_signed_in_is_sent_on(client, role):
    client.force_login(make_staff(role))

    assert client.get(URL).status_code == 302


@pytest.mark.parametrize(
    ("role", "wanted", "reached"),
    [
        ("administrator", "/staff/admin/people/", "/staff/admin/people/"),
        ("administrator", "/staff/password/?a=b", "/staff/password/?a=b"),
        ("content_editor", "/cms/", "/cms/"),
        ("administrator", "/cms/", "/staff/admin/"),
        ("clinician", "/staff/admin/people/", "/staff/"),
        ("clinician", "https://evil.example/staff/", "/staff/"),
        ("clinician", "//evil.example/staff/", "/staff/"),
        ("clinician", "/\\evil.example/", "/staff/"),
        ("clinician", "/staff/\\evil.example", "/staff/"),
        ("clinician", "javascript:alert(1)", "/staff/"),
        ("clinician", "/patient/", "/staff/"),
        ("clinician", "/staff/sign-in/", "/staff/"),
        ("clinician", "/staff/nowhere/at/all/", "/staff/"),
        ("clinician", "/sign-out/", "/staff/"),
        ("clinician", "/staff/\r\nSet-Cookie:x", "/staff/"),
        ("clinician", "", "/staff/"),
    ],
)
def test_one_goes_on_only_to_pages_of_ours_that_are_open(client, role, wanted, reached):
    make_staff(role, login="ana")
    address = reverse("staff:sign_in", query={"next": wanted})

    assert sign_in(client, address=address).url == reached


def test_where_one_was_going_survives_a_wrong_password(client):
    make_staff("administrator", login="ana")
    page = client.get("/staff/admin/people/", follow=True)
    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]

    refused = sign_in(client, password="guess", address=address)

    assert 'action="/staff/sign-in/?next=%2Fstaff%2Fadmin%2Fpeople%2F"' in refused.text
    assert sign_in(client, address=address).url == "/staff/admin/people/"


def test_the_page_is_not_kept_by_browsers(client):
    assert "no-store" in client.get(URL)["Cache-Control"]


def test_another_method_is_refused(client):
    assert client.put(URL).status_code == 405


def test_a_post_without_the_token_is_refused(ana):
    careful = Client(enforce_csrf_checks=True)

    assert sign_in(careful).status_code == 403
