"""The page that finds a person; what was looked for stands in no address."""

import pytest

from tests.factories.cases import make_case, make_patient
from tests.factories.staff import make_site
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db
URL = "/staff/find/"
PHONE = "555 010 0173"


def test_a_reference_opens_its_case(client, desk, site):
    case = make_case(site=site)
    client.force_login(desk)

    found = client.post(URL, {"text": case.reference.lower()})

    assert found.url == f"/staff/cases/{case.reference}/"


def test_the_line_stands_on_the_worklist(client, desk):
    client.force_login(desk)

    form = one(client.get("/staff/"), "form[role=search]")

    assert (form["method"], form["action"]) == ("post", URL)
    assert form.select_one("input[name=text]")


def test_several_people_stand_side_by_side(client, desk, site):
    first, second = (make_case(site=site, phone=PHONE) for _n in range(2))
    client.force_login(desk)

    page = client.post(URL, {"text": PHONE})

    assert page.status_code == 200
    shown = values(page, "[data-found] [data-case]", "data-case")
    assert set(shown) == {first.reference, second.reference}


def test_somebody_without_a_case_is_shown_with_a_way_on(client, desk, site):
    patient = make_patient(site=site, phone=PHONE)
    client.force_login(desk)

    card = one(client.post(URL, {"text": PHONE}), "[data-found]")

    assert "Nothing was sent yet." in text(card)
    assert card.select_one("a")["href"] == f"/staff/patients/{patient.pk}/"


def test_a_name_needs_the_date_of_birth(client, desk, site):
    case = make_case(site=site, last_name="Rare")
    client.force_login(desk)
    born = {"born_on.month": "5", "born_on.day": "6", "born_on.year": "1984"}

    refused = client.post(URL, {"surname": "Rare"})
    found = client.post(URL, {"surname": "Rare", **born})

    assert refused.status_code == 422
    assert one(refused, "#error-summary a")["href"] == "#id_born_on_month"
    assert one(refused, "[name=surname]")["value"] == "Rare"
    assert found.url == f"/staff/cases/{case.reference}/"


@pytest.mark.parametrize(
    "sent", [{}, {"text": "x" * 5000}, {"born_on.year": "1984"}, {"text": "a\x00b"}]
)
def test_what_cannot_be_looked_for_is_said_kindly(client, desk, sent):
    client.force_login(desk)

    page = client.post(URL, sent)

    assert page.status_code == 422
    assert parsed(page).select("#error-summary a")


def test_somebody_of_another_site_is_not_told_from_nobody(client, desk):
    elsewhere = make_case(site=make_site())
    client.force_login(desk)

    pages = [
        client.post(URL, {"text": looked})
        for looked in (elsewhere.reference, "K7QM-XP4R")
    ]

    for page in pages:
        assert page.status_code == 200
        assert "Nobody at your sites." in page.text
