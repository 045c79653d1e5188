"""The report of response times: numbers, what is behind them, a picture."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.domain.safety import Level
from intake.safety.contacts import Attempt, log_contact
from intake.safety.drills import open_drill
from tests.factories.cases import make_patient
from tests.factories.duty import raise_alert
from tests.factories.moments import follow
from tests.factories.staff import make_staff
from tests.web.clock import Clock
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db

URL = "/staff/response-times/"


@pytest.fixture
def clock(monkeypatch):
    clock = Clock(monkeypatch)
    clock.now = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("America/New_York"))
    follow(clock, monkeypatch)
    return clock


@pytest.fixture
def director(client, site, clock):
    director = make_staff("medical_director", sites=(site,))
    client.force_login(director)
    return director


@pytest.fixture
def three(site, clock, director):
    """Two of a high level, reached after ten and ninety minutes; one acute waits."""
    high = []
    for minutes in (10, 90):
        alert = raise_alert(make_patient(site=site), Level.HIGH)
        at = clock.now + timedelta(minutes=minutes)
        attempt = Attempt(channel="phone", result="reached", at=at)
        log_contact(alert=alert, attempt=attempt, by=director)
        high.append(alert)
    return [*high, raise_alert(make_patient(site=site), Level.ACUTE)]


def cells(page, kind):
    return [cell.get_text() for cell in parsed(page).select(f"[data-line={kind}] td a")]


def test_every_kind_has_its_figures(client, three):
    page = client.get(URL)

    assert cells(page, "high")[5:9] == ["10 min", "1 h 30 min", "1 h 30 min", "0"]
    assert cells(page, "acute")[5:9] == ["–", "–", "–", "1"]
    assert cells(page, "all")[0] == "3"


def test_behind_every_number_are_its_alerts(client, three):
    page = client.get(URL)
    links = parsed(page).select("[data-line=high] td a")
    quick, slow, _waiting = three

    reached = client.get(URL + links[5]["href"])
    not_reached = client.get(URL + links[8]["href"])

    behind = values(reached, "[data-behind]", "data-behind")
    assert behind == [str(slow.pk), str(quick.pk)]
    assert "There is none." in text(one(not_reached, "#list"))


@pytest.mark.parametrize("place", range(10))
def test_the_list_is_as_long_as_the_number_says(client, three, place):
    counts = {0: 3, 4: 1, 8: 1, 9: 3}
    link = parsed(client.get(URL)).select("[data-line=all] td a")[place]

    behind = values(client.get(URL + link["href"]), "[data-behind]", "data-behind")

    if place in counts:
        assert int(link.get_text()) == counts[place] == len(behind)
    else:
        assert len(behind) == 2


def test_the_picture_has_a_mark_for_every_step(client, three):
    page = client.get(URL)

    picture = one(page, "svg[role=img]")
    named = picture["aria-labelledby"].split()
    assert all(picture.select_one(f"#{name}") for name in named)
    assert len(picture.select("circle.reached")) == 2
    assert len(picture.select("circle.taken")) == 2
    assert len(picture.select("text.waits")) == 1


def test_without_alerts_the_page_says_so(client, director):
    page = client.get(URL)

    assert "No alert opened in these days" in page.text
    assert not parsed(page).select("svg[role=img], table")


def test_a_drill_is_not_counted(client, director, site):
    open_drill(site=site, level=Level.ACUTE, by=director)

    assert "No alert opened in these days" in client.get(URL).text


def test_the_days_are_those_of_the_clinic_and_count_whole(client, three):
    assert cells(client.get(f"{URL}?from=2026-11-18&to=2026-11-18"), "all")
    assert not cells(client.get(f"{URL}?from=2026-11-19&to=2026-11-30"), "all")


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-18",
        "from=x&to=y",
        "from=2026-11-19&to=2026-11-18",
        "from=0001-01-01&to=9999-12-31",
    ],
)
def test_days_that_are_not_understood_give_the_usual_ones(client, three, query):
    page = client.get(f"{URL}?{query}")

    assert page.status_code == 200
    assert "were not understood" in text(one(page, "[role=alert]"))
    assert cells(page, "all")


@pytest.mark.parametrize("query", ["show=nothing", "show=contact&kind=nobody"])
def test_a_list_that_does_not_exist_is_empty(client, three, query):
    page = client.get(f"{URL}?{query}")

    assert values(page, "[data-behind]", "data-behind") == []


def test_it_costs_the_same_however_many_there_are(
    client, three, site, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as first:
        client.get(f"{URL}?show=all")
    for _time in range(4):
        raise_alert(make_patient(site=site))

    with django_assert_max_num_queries(len(first)):
        client.get(f"{URL}?show=all")


@pytest.mark.parametrize("address", [URL, "/staff/drills/"])
@pytest.mark.parametrize("role", ["clinician", "front_desk", "administrator"])
def test_only_the_medical_director_has_these_pages(client, site, role, address):
    client.force_login(make_staff(role, sites=(site,)))

    assert client.get(address).status_code == 403
