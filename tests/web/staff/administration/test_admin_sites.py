"""Pages on which administrators manage the sites of the clinic."""

import pytest
from django.db import IntegrityError

from intake.audit.models import Event
from intake.practice import actions
from intake.practice.models import Location
from tests.factories.staff import make_site, make_staff

SITES = "/staff/admin/sites/"
ADD = "/staff/admin/sites/add/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boss(client):
    Location.objects.all().delete()
    boss = make_staff("administrator")
    client.force_login(boss)
    return boss


def change_url(site):
    return f"{SITES}{site.pk}/"


def test_a_clinic_without_sites_is_told_what_they_are(client):
    page = client.get(SITES).text

    assert "There is no site yet" in page
    assert f'href="{ADD}"' in page


def test_sites_are_sorted_by_name(client):
    for name in ("South", "North"):
        make_site(name)

    page = client.get(SITES).text

    assert page.index(">North</a>") < page.index(">South</a>")


def test_a_site_is_added(client, boss):
    posted = {
        "name": "North",
        "address": "1 Main Street\nSpringfield",
        "phone": "555 010 0100",
        "is_open": "on",
    }

    reply = client.post(ADD, posted, follow=True)

    assert reply.redirect_chain == [(SITES, 302)]
    assert "Saved: North." in reply.text
    assert "1 Main Street<br>Springfield" in reply.text
    site = Location.objects.get()
    assert (site.name, site.phone, site.is_open) == ("North", "555 010 0100", True)
    assert Event.objects.get(action="site.created").actor_id == str(boss.pk)


def test_a_site_can_be_added_by_its_name_alone(client):
    assert client.post(ADD, {"name": "North", "is_open": "on"}).status_code == 302


def test_a_site_is_changed(client):
    site = make_site("North")

    client.post(change_url(site), {"name": "Northeast", "is_open": "on"})

    assert Location.objects.get().name == "Northeast"


def test_closing_the_only_open_site_is_warned_about(client):
    site = make_site("North")

    page = client.post(change_url(site), {"name": "North"}, follow=True)

    assert "No site takes new patients now." in page.text
    assert not Location.objects.get().is_open


def test_closing_one_of_two_is_not(client):
    site, _other = make_site("North"), make_site("South")

    page = client.post(change_url(site), {"name": "North"}, follow=True)

    assert "No site takes new patients now." not in page.text


@pytest.mark.parametrize(
    ("posted", "advice"),
    [
        pytest.param({"name": ""}, "Write a name.", id="no name"),
        pytest.param({"name": "south"}, "Another site has this name.", id="taken"),
        pytest.param(
            {"name": "N", "phone": "call us"}, "Write a phone number", id="no phone"
        ),
        pytest.param({"name": "N", "phone": "12"}, "Write a phone number", id="short"),
    ],
)
def test_what_cannot_be_is_refused_with_advice(client, posted, advice):
    make_site("South")
    north = make_site("North")

    for url in (ADD, change_url(north)):
        reply = client.post(url, posted)
        assert reply.status_code == 422
        assert advice in reply.text

    assert Location.objects.count() == 2


def test_a_name_taken_in_the_same_moment_is_refused_too(client, monkeypatch):
    def too_late(**_details):
        raise IntegrityError

    monkeypatch.setattr(actions, "save_site", too_late)

    reply = client.post(ADD, {"name": "North"})

    assert reply.status_code == 422
    assert "Another site has this name." in reply.text


def test_a_change_made_elsewhere_is_not_overwritten(client):
    site = make_site("North")
    opened = client.get(change_url(site)).context["form"].revision
    Location.objects.update(phone="555 010 0199")

    reply = client.post(
        change_url(site),
        {
            "name": "North",
            "phone": "555 010 0100",
            "is_open": "on",
            "_revision": opened,
        },
    )

    assert reply.status_code == 409
    assert "<dd>555 010 0199</dd>" in reply.text
    assert Location.objects.get().phone == "555 010 0199"
