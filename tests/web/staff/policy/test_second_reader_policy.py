"""When a second reader is required: the medical director's page."""

import pytest

from intake.decisions.models import SecondReaderPolicy
from intake.practice.models import Location
from tests.factories.staff import make_site, make_staff
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = pytest.mark.django_db
URL = "/staff/policy/second-reader/"
WANTED = {"tiers": ["needs_clearance"], "outcomes": ["eligible"], "overrides": "on"}


@pytest.fixture
def site():
    Location.objects.update(is_open=False)
    return make_site("North")


@pytest.fixture
def director(client, site):
    director = make_staff("medical_director", sites=(site,))
    client.force_login(director)
    return director


def save(client, values):
    return client.post(URL, {**hidden(client.get(URL)), **values})


def test_it_is_kept_where_every_site_has_two_clinicians(client, director, site):
    make_staff("clinician", sites=(site,))

    assert save(client, WANTED).status_code == 302

    policy = SecondReaderPolicy.current()
    assert policy.tiers == ["needs_clearance"]
    assert policy.outcomes == ["eligible"]
    assert policy.overrides
    kept = values(client.get(URL), "input[checked][value]", "value")
    assert {"needs_clearance", "eligible"} <= set(kept)


def test_a_clinic_with_one_clinician_is_told_that_it_cannot(client, director):
    assert "North" in text(one(client.get(URL), "[data-alone]"))

    page = save(client, WANTED)

    assert page.status_code == 422
    assert "only one clinician: North" in text(one(page, "#error-summary"))
    assert not SecondReaderPolicy.objects.exists()


def test_somebody_who_left_does_not_count(client, director, site):
    gone = make_staff("clinician", sites=(site,))
    gone.is_active = False
    gone.save()

    assert save(client, WANTED).status_code == 422


def test_a_requirement_can_always_be_given_up(client, director):
    SecondReaderPolicy.objects.create(pk=1, overrides=True)

    assert save(client, {}).status_code == 302

    assert not SecondReaderPolicy.current().requires


def test_nothing_is_overwritten_that_a_colleague_saved_meanwhile(
    client, director, site
):
    make_staff("clinician", sites=(site,))
    opened = hidden(client.get(URL))
    SecondReaderPolicy.objects.create(pk=1, outcomes=["not_now"])

    page = client.post(URL, {**opened, **WANTED})

    assert page.status_code == 409
    assert SecondReaderPolicy.current().outcomes == ["not_now"]


def test_clinicians_do_not_settle_it(client, site):
    client.force_login(make_staff("clinician", sites=(site,)))

    assert client.get(URL).status_code == 403


def test_the_other_pages_of_the_policy_lead_to_it(client, director):
    links = parsed(client.get("/staff/policy/")).select(f"a[href='{URL}']")

    assert links
