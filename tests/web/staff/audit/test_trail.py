"""The audit trail on pages: filters, who looked, what somebody opened, export."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from intake.accounts.actions import reset_factors
from intake.audit import actions as audit
from intake.audit.models import Event
from intake.patients.identity import identity_of
from intake.review import assigning
from intake.review.search import find
from intake.web.staff.audit import action_words
from intake.web.staff.audit.lines import PAGE
from tests.architecture.documents import DOCS, tables, text
from tests.factories.cases import make_case
from tests.factories.staff import PASSWORD, make_site, make_staff
from tests.web.staff.reading import parsed, values

pytestmark = pytest.mark.django_db

URL = "/staff/audit/"


@pytest.fixture
def officer(client):
    officer = make_staff("privacy_officer", name="Pia Officer")
    client.force_login(officer)
    return officer


@pytest.fixture
def doctor(site):
    return make_staff("clinician", name="Dr. Cole", sites=(site,))


@pytest.fixture
def case(site, doctor):
    """Opened by the doctor twice, and by somebody of nowhere once."""
    case = make_case(site=site)
    for _time in range(2):
        audit.record("case.read", by=doctor, subject=case, patient=case.patient)
    stranger = make_staff("clinician", name="Far Away")
    audit.record("case.read", by=stranger, subject=case, patient=case.patient)
    audit.record("note.written", by=doctor, subject=case, patient=case.patient)
    return case


def actions(page):
    return values(page, "[data-line]", "data-action")


def test_lines_come_newest_first_in_plain_words(client, officer, case):
    page = client.get(URL)

    numbers = [int(one) for one in values(page, "[data-line]", "data-line")]
    assert numbers == sorted(numbers, reverse=True)
    assert actions(page)[0] == "note.written"
    assert "opened the case" in page.content.decode()
    assert "Dr. Cole" in page.content.decode()
    assert case.reference in page.content.decode()


def test_looking_at_the_trail_is_in_the_trail(client, officer, case):
    client.get(URL, {"record": str(case.patient_id)})

    read = Event.objects.get(action="trail.read")
    assert (read.actor_id, read.patient_id) == (str(officer.pk), str(case.patient_id))


@pytest.mark.parametrize("action", ["case.read", "no.such_action"])
def test_a_long_trail_has_pages(client, officer, action):
    for _time in range(PAGE + 3):
        audit.record(action, by=officer)

    first = client.get(URL, {"person": str(officer.pk)})
    older = parsed(first).select_one("a[rel=next]")["href"]
    second = client.get(older)

    assert len(actions(first)) == PAGE
    assert actions(second) == [action] * 3
    numbers = values(first, "[data-line]", "data-line")
    assert not set(numbers) & set(values(second, "[data-line]", "data-line"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"group": "opened"}, {"case.read"}),
        ({"outcome": "refused"}, {"address.opened"}),
        ({"group": "signing", "outcome": "refused"}, {"address.opened"}),
        ({"group": "content"}, set()),
    ],
)
def test_lines_are_narrowed_down(client, officer, doctor, query, expected):
    audit.record("case.read", by=doctor)
    audit.refused("address.opened", by=doctor, address="staff:people")

    page = client.get(URL, query | {"person": str(doctor.pk)})

    assert set(actions(page)) == expected
    assert ("No line fits" in page.content.decode()) == (not expected)


def test_what_was_refused_is_marked(client, officer, doctor):
    audit.refused("address.opened", by=doctor, address="staff:people")

    page = client.get(URL, {"outcome": "refused"})

    assert "Refused" in parsed(page).select_one("[data-outcome=refused]").get_text()
    assert "staff:people" in page.content.decode()


def test_days_are_those_of_the_clinic(client, officer, case):
    yesterday = (timezone.now() - timedelta(days=2)).date().isoformat()

    page = client.get(URL, {"from": yesterday, "to": yesterday})

    assert actions(page) == []


@pytest.mark.parametrize(
    "query",
    [
        {"before": "x"},
        {"before": "9" * 30},
        {"person": "'; --", "record": "\0", "group": "?", "outcome": "?"},
        {"from": "x", "to": "2026-99-01"},
    ],
)
def test_an_address_that_makes_no_sense_is_no_error(client, officer, query):
    assert client.get(URL, query).status_code == 200


def test_who_looked_at_a_record_is_found_by_a_posted_reference(
    client, officer, case, doctor
):
    reply = client.post(URL, {"reference": case.reference.lower().replace("-", " ")})
    page = client.get(reply["Location"])

    assert reply.status_code == 302
    assert case.reference not in reply["Location"]
    rows = {
        row["data-looked"]: [cell.get_text() for cell in row.select("td")[:2]]
        for row in parsed(page).select("[data-looked]")
    }
    assert rows[str(doctor.pk)] == ["2", "1"]
    assert "Far Away" in page.content.decode()


def test_a_line_about_an_account_says_whose(client, officer, doctor):
    boss = make_staff("administrator", name="Bo Boss")
    reset_factors(user=doctor, by=boss)

    page = client.get(URL, {"person": str(boss.pk)})

    assert parsed(page).select_one("[data-whom]").get_text() == "Dr. Cole"


def test_a_reference_that_nobody_has_is_refused_kindly(client, officer):
    reply = client.post(URL, {"reference": "CDFG-HJKM"})

    assert reply.status_code == 422
    assert "No request has this reference." in reply.content.decode()
    assert 'value="CDFG-HJKM"' in reply.content.decode()


def test_what_somebody_opened_is_listed_by_record(client, officer, case, doctor):
    page = client.get(URL, {"person": str(doctor.pk)})

    assert values(page, "[data-opened]", "data-opened") == [str(case.patient_id)]
    assert case.reference in parsed(page).select_one("[data-opened] a").get_text()


def test_who_opened_what_was_not_theirs_is_counted(client, officer, case, doctor):
    page = client.get(f"{URL}unusual/")

    rows = parsed(page).select("[data-apart]")
    assert [row.select_one("th").get_text() for row in rows] == ["Far Away"]
    assert [cell.get_text() for cell in rows[0].select("td")[:3]] == ["1", "1", "1"]


def test_a_case_that_was_given_away_again_was_theirs(
    client, officer, case, doctor, site
):
    reader = make_staff("clinician", name="Dr. Reader", sites=(site,))
    assigning.claim(case=case, by=doctor)
    assigning.hand_over(case=case, to=reader, by=doctor)
    audit.record("case.read", by=reader, subject=case, patient=case.patient)
    assigning.hand_over(case=case, to=doctor, by=doctor)

    page = client.get(f"{URL}unusual/")

    assert values(page, "[data-apart]", "data-apart") != []
    assert "Dr. Reader" not in parsed(page).select_one("table").get_text()


def test_what_stayed_closed_to_somebody_is_counted(client, officer, case):
    other = make_staff("clinician", name="Tried Often", sites=(make_site(),))
    client.force_login(other)
    for address in (f"/staff/cases/{case.reference}/", "/staff/cases/CDFG-HJKM/"):
        assert client.get(address).status_code == 404
    client.force_login(officer)

    page = client.get(f"{URL}unusual/")

    row = parsed(page).select("[data-apart]")[0]
    assert row.select_one("th").get_text() == "Tried Often"
    assert [cell.get_text() for cell in row.select("td")[:4]] == ["0", "0", "0", "1"]
    tried = Event.objects.get(action="object.opened")
    assert (tried.subject_type, tried.subject_id) == ("review.case", str(case.pk))
    assert (tried.patient_id, tried.outcome) == (str(case.patient_id), "refused")
    assert tried.detail == {"address": "staff:case_detail"}


def test_what_is_not_there_in_a_record_of_ones_own_is_no_try(client, case, doctor):
    client.force_login(doctor)

    page = client.get(f"/staff/cases/{case.reference}/letters/999/")

    assert page.status_code == 404
    assert not Event.objects.filter(action="object.opened").exists()


def test_who_looked_somebody_up_did_not_open_the_record(client, officer, site, case):
    desk = make_staff("front_desk", name="Fay Desk", sites=(site,))
    find(by=desk, text=case.reference)

    page = client.get(URL, {"record": str(case.patient_id)})

    row = parsed(page).select_one(f'[data-looked="{desk.pk}"]')
    assert [cell.get_text() for cell in row.select("td")[:2]] == ["0", "0"]
    unusual = client.get(f"{URL}unusual/")
    assert str(desk.pk) not in values(unusual, "[data-apart]", "data-apart")


def streamed(reply):
    return b"".join(reply.streaming_content).decode()


def test_an_export_is_a_table_without_names_of_patients(client, officer, case, doctor):
    query = f"?record={case.patient_id}"
    reply = client.post(f"{URL}export/{query}", {"form": "csv"})

    rows = list(csv.DictReader(io.StringIO(streamed(reply))))
    assert {row["reference"] for row in rows} == {case.reference}
    assert {"Dr. Cole", "Far Away"} <= {row["actor"] for row in rows}
    exported = Event.objects.get(action="trail.exported")
    assert exported.detail == {"lines": len(rows), "form": "csv"}


def test_exported_lines_of_json_can_be_verified_elsewhere(client, officer, case):
    reply = client.post(f"{URL}export/", {"form": "jsonl"})

    lines = [json.loads(line) for line in streamed(reply).splitlines()]
    assert len(lines) > 5
    newest, before = lines[0], lines[1]
    event = Event(**newest | {"at": timezone.datetime.fromisoformat(newest["at"])})
    assert audit.chained(event, before["digest"]) == newest["digest"]


def test_an_export_asks_for_the_password_once_more(client, officer, case):
    session = client.session
    session["proved_at"] = 0
    session.save()

    without = client.post(f"{URL}export/", {"form": "csv"})
    wrong = client.post(f"{URL}export/", {"form": "csv", "password": "wrong"})
    right = client.post(f"{URL}export/", {"form": "csv", "password": PASSWORD})

    assert [one.status_code for one in (without, wrong, right)] == [422, 422, 200]
    assert Event.objects.filter(action="trail.exported").count() == 1


def test_no_page_of_the_trail_names_a_patient(client, officer, case):
    record = {"record": str(case.patient_id)}
    name = identity_of(case.patient).full_name
    pages = [client.get(URL), client.get(URL, record), client.get(f"{URL}unusual/")]
    export = streamed(client.post(f"{URL}export/", {"form": "csv"}))

    assert name
    for page in pages:
        assert name not in page.content.decode()
    assert name not in export


def test_a_page_costs_the_same_however_many_lines(
    client, officer, case, doctor, django_assert_max_num_queries
):
    for _time in range(60):
        audit.record("case.read", by=doctor, subject=case, patient=case.patient)

    with django_assert_max_num_queries(24):
        client.get(URL)


def test_every_action_has_words_and_stands_in_a_group():
    described = {
        row["action"]
        for table in tables(text(DOCS / "reference" / "audit-actions.md"))
        for row in table
    }

    assert described - set(action_words.WORDS) == set()
    assert {action_words.group_of(action) for action in described} <= set(
        action_words.GROUPS
    )
