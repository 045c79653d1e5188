"""What staff find beside the clinic's name."""

import pytest

from tests.factories.staff import make_staff
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db

SHOWN = ".site-header .site-nav > ul"
FOLDED = ".site-header .site-nav details dd a"


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("clinician", ["Worklist", "Being filled in", "My account"]),
        ("medical_director", ["Worklist", "Being filled in", "My account"]),
        (
            "privacy_officer",
            ["Privacy", "Audit trail", "Emergency access", "My account"],
        ),
    ],
)
def test_each_role_has_its_daily_work_in_front(client, role, shown):
    client.force_login(make_staff(role))

    page = client.get("/staff/account/")

    assert [text(link) for link in parsed(page).select(f"{SHOWN} a")] == shown


def test_many_other_rooms_are_folded_by_what_they_are_about(client):
    client.force_login(make_staff("medical_director"))

    page = client.get("/staff/")

    assert "/staff/protocols/" in values(page, FOLDED, "href")
    subjects = [text(name) for name in parsed(page).select(".site-nav details dt")]
    assert subjects[0] == "How the clinic does"
    assert "The clinic's records" in subjects


def test_the_room_one_is_in_is_in_front_too(client):
    client.force_login(make_staff("medical_director"))

    page = client.get("/staff/protocols/")

    assert text(one(page, f"{SHOWN} [aria-current=page]")) == "Protocol"
