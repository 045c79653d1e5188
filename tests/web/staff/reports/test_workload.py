"""The report of decisions and workload: figures, what is behind them, the table."""

import csv
import io
from datetime import timedelta

import pytest

from intake.audit.models import Event
from intake.practice.models import Organisation
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.decisions import decide
from tests.factories.staff import make_staff
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db

URL = "/staff/workload/"


@pytest.fixture
def director(client, site):
    director = make_staff("medical_director", name="Dee", sites=(site,))
    client.force_login(director)
    return director


@pytest.fixture
def doctor(site):
    return make_staff("clinician", name="=Cole", sites=(site,))


@pytest.fixture
def decided(site, doctor, director):
    """One decided in time after two days, one late after eight; one is open."""
    quick, slow = make_case(site=site), make_case({"pregnant": "yes"}, site=site)
    yesterday = Organisation.current().today() - timedelta(days=1)
    Case.objects.filter(pk=slow.pk).update(promised_on=yesterday)
    decide(quick, doctor, "conditional", days=2)
    decide(slow, doctor, "eligible", nasal="not_now", days=8)
    make_case(site=site)
    return quick, slow


def cells(page, selector):
    return [text(a) for a in parsed(page).select(f"{selector} td a")]


def behind(client, page, selector, place):
    address = parsed(page).select(f"{selector} td a")[place]["href"]
    return values(client.get(URL + address), "[data-behind]", "data-behind")


def test_time_to_decision_stands_against_the_promise(client, decided, doctor):
    page = client.get(URL)

    figures = ["2", "1", "1", "2 days", "8 days", "8 days"]
    assert cells(page, "[data-pace=all]") == figures
    assert cells(page, f"[data-pace=person-{doctor.pk}]") == figures
    assert not parsed(page).select("[data-pace^=site]")  # there is only one


def test_every_number_leads_to_its_cases(client, decided):
    quick, slow = (case.reference for case in decided)
    page = client.get(URL)

    assert behind(client, page, "[data-pace=all]", 1) == [quick]
    assert behind(client, page, "[data-pace=all]", 2) == [slow]
    assert behind(client, page, "[data-pace=all]", 5) == [slow, quick]
    assert behind(client, page, "[data-outcome=eligible]", 0) == [slow]
    assert behind(client, page, "[data-outcome=eligible]", 1) == []
    assert behind(client, page, "[data-outcome=not_now]", 1) == [slow]


def test_each_number_counts_the_list_behind_it(client, decided):
    page = client.get(URL)

    for link in parsed(page).select(".times td a"):
        if text(link).isdigit():
            listed = client.get(URL + link["href"])
            found = values(listed, "[data-behind]", "data-behind")
            assert str(len(found)) == text(link), link["href"]


def test_what_is_open_stands_by_who_has_it(client, decided):
    page = client.get(URL)

    assert cells(page, "[data-waiting=all]")[:3] == ["1", "0", "0"]
    assert cells(page, "[data-waiting=nobody]")[:3] == ["1", "0", "0"]


def test_a_criterion_set_aside_has_its_reason_and_the_patient_sees_who_read_it(
    client, decided, director
):
    _quick, slow = decided
    row = parsed(client.get(URL)).select("[data-override] td a")[1]
    assert text(row) == "1"
    assert not Event.objects.filter(action="reason.read").exists()

    listed = client.get(URL + row["href"])

    assert "For good reasons." in text(one(listed, "[data-behind]"))
    event = Event.objects.get(action="reason.read")
    assert event.patient_id == str(slow.patient_id)
    assert event.actor_id == str(director.pk)


def test_the_pictures_say_in_words_what_they_show(client, decided):
    page = client.get(URL)

    titles = [text(title) for title in parsed(page).select("svg title")]
    assert len(titles) == 2
    marks = parsed(page).select("svg circle, svg text.waits")
    assert len(marks) == 3


def test_a_list_is_downloaded_as_a_table_without_formulas(client, decided):
    quick, slow = decided
    reply = client.get(f"{URL}csv/")

    rows = list(csv.reader(io.StringIO(reply.text)))
    assert rows[0][0] == "Case"
    assert {row[0] for row in rows[1:]} == {quick.reference, slow.reference}
    assert {row[4] for row in rows[1:]} == {"'=Cole"}
    assert reply["Content-Type"].startswith("text/csv")
    assert Event.objects.get(action="workload.downloaded").detail == {"rows": 2}


def test_the_list_that_is_shown_is_the_one_that_is_downloaded(client, decided):
    page = client.get(f"{URL}?show=waiting&group=all")

    address = one(page, "a[data-csv]")["href"]

    assert len(client.get(address).text.splitlines()) == 2


@pytest.mark.parametrize(
    "query",
    [
        "from=x&to=y",
        "from=2026-02-02&to=2026-01-01",
        "show=nothing",
        "show=decided&group=site-999",
        "show=outcome&route=x",
        "show=stood&criterion=%00",
        "show=aside&criterion=none",
    ],
)
def test_nonsense_in_the_address_breaks_nothing(client, decided, query):
    assert client.get(f"{URL}?{query}").status_code == 200
    assert client.get(f"{URL}csv/?{query}").status_code in (200, 404)


def test_a_clinic_that_has_decided_nothing_is_told_so(client, director):
    page = client.get(URL)

    assert "No decision was made in these days." in page.text
    assert "No case is open." in page.text
    assert not parsed(page).select("svg")


def test_clinicians_do_not_see_how_colleagues_work(client, clinician):
    client.force_login(clinician)

    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}csv/").status_code == 403
