"""Who may open the pages of the administration."""

import uuid

import pytest
from django.urls import reverse

from intake.accounts.actions import StaffDetails, change_staff
from intake.accounts.roles import Role
from intake.audit.models import Event
from intake.coordination.models import Tag
from intake.web.staff.administration.admin_urls import admin_patterns
from tests.factories.staff import make_patient_account, make_site, make_staff

pytestmark = pytest.mark.django_db
NAMES = [pattern.name for pattern in admin_patterns]
READ_ONLY = {"admin_home", "people", "sites"}
OTHER_ROLES = [role for role in Role.values if role != Role.ADMINISTRATOR]


def address(name):
    """The page of one's own choice: somebody, or a site, that exists."""
    if name in ("person_change", "person_link", "person_end", "person_factors"):
        return reverse(f"staff:{name}", args=[make_staff("clinician").pk])
    if name == "site_change":
        return reverse("staff:site_change", args=[make_site().pk])
    if name == "tag_change":
        tag, _new = Tag.objects.get_or_create(name="Evenings")
        return reverse("staff:tag_change", args=[tag.pk])
    return reverse(f"staff:{name}")


@pytest.mark.parametrize("name", NAMES)
def test_an_administrator_may(client, name):
    client.force_login(make_staff("administrator"))

    assert client.get(address(name)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_goes_to_the_sign_in(client, name):
    url = address(name)

    for reply in (client.get(url), client.post(url)):
        assert reply.status_code == 302
        assert reply.url.startswith("/staff/sign-in/?next=%2Fstaff%2Fadmin%2F")


@pytest.mark.parametrize("name", NAMES)
def test_a_patient_is_refused(client, name):
    client.force_login(make_patient_account())

    assert client.get(address(name)).status_code == 403


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_another_role_is_refused_everywhere_and_it_is_recorded(client, role):
    client.force_login(make_staff(role))

    refused = [client.post(address(name)).status_code for name in NAMES]

    assert refused == [403] * len(NAMES)
    recorded = Event.objects.filter(action="address.opened", outcome="refused")
    assert [event.detail["address"] for event in recorded] == [
        f"staff:{name}" for name in NAMES
    ]


def test_a_role_taken_away_counts_from_the_next_page(client):
    boss, other = make_staff("administrator"), make_staff("administrator")
    client.force_login(boss)
    assert client.get("/staff/admin/").status_code == 200

    change_staff(
        user=boss, details=StaffDetails("B", "b", roles=("front_desk",)), by=other
    )

    assert client.get("/staff/admin/").status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_another_method_is_refused(client, name):
    client.force_login(make_staff("administrator"))
    url = address(name)

    assert client.delete(url).status_code == 405
    if name in READ_ONLY:
        assert client.post(url).status_code == 405


@pytest.mark.parametrize("name", ["person_change", "person_link", "person_end"])
def test_somebody_who_does_not_exist_is_not_found(client, name):
    client.force_login(make_staff("administrator"))

    assert client.get(reverse(f"staff:{name}", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("name", ["person_change", "person_link", "person_end"])
def test_a_patient_is_nobody_to_administrators(client, name):
    client.force_login(make_staff("administrator"))
    url = reverse(f"staff:{name}", args=[make_patient_account().pk])

    assert client.get(url).status_code == 404
    assert client.post(url, {"_action": "end"}).status_code == 404


def test_a_site_that_does_not_exist_is_not_found(client):
    client.force_login(make_staff("administrator"))

    for number in (0, 10**30):
        assert client.get(f"/staff/admin/sites/{number}/").status_code == 404
