"""Checking what a patient tried and takes against a pharmacy list or a record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.audit.models import Event
from intake.review.actions import withdraw_case
from intake.review.models import SourceCheck
from intake.review.treatments import treatment_record
from tests.factories.cases import make_case
from tests.factories.checks import add, check
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
SOURCE = {"source": "pharmacy_list", "words": "Main Street Pharmacy, 2 March"}
MEDICINES = {"history": "medicines"}


def case_url(case):
    return f"/staff/cases/{case.reference}/"


def tried(case, row=""):
    return f"{case_url(case)}tried/{row + '/' if row else ''}"


def taken(case, row=""):
    return f"{case_url(case)}taken/{row + '/' if row else ''}"


def as_shown(page) -> dict[str, str]:
    """Everything that the form sends when nothing is changed."""
    form = one(page, "form[data-form=source-check]")
    sent = {
        tag["name"]: tag.get("value", "") for tag in form.select("input[type=text]")
    }
    for select in form.select("select"):
        chosen = select.select_one("option[selected]")
        sent[select["name"]] = chosen["value"] if chosen else ""
    return sent | hidden(page)


@pytest.fixture
def doctor(client, clinician):
    client.force_login(clinician)
    return client


def test_a_corrected_dose_stands_on_the_case_beside_the_patients(doctor, case):
    shown = doctor.get(tried(case, "row-0"))
    assert "The patient: 150" in text(one(shown, "#div_id_dose"))

    posted = as_shown(shown) | SOURCE | {"dose": "25"}
    page = doctor.get(doctor.post(tried(case, "row-0"), posted).url)

    trial = one(page, "[data-trial=row-0]")
    assert trial["data-outcome"] == "inadequate_dose"
    assert trial["data-evidence"] == "pharmacy_list"
    told = text(trial.select_one("[data-told]"))
    assert "Patient: 150. Pharmacy list: 25, by Person" in told


def test_what_is_ticked_is_confirmed_as_it_stands(doctor, case):
    posted = as_shown(doctor.get(tried(case, "row-0"))) | SOURCE
    doctor.post(tried(case, "row-0"), posted | {"seen_dose": "on"})

    trial = treatment_record(case).trials[0]

    assert set(trial.by_fact) == {"dose"}
    assert trial.standing == trial.reported


def test_the_finding_says_that_it_rests_on_what_was_checked(doctor, site, clinician):
    case = make_case({"medicines": [{"rx_name": "pain pills"}]}, site=site)
    check(case, "row-0", clinician, facts={"name": "oxycodone"}, **MEDICINES)

    page = doctor.get(case_url(case))

    cause = one(page, "[data-finding=MED-04] [data-item=medicines]")
    assert "oxycodone (From a pharmacy list, by" in text(cause)
    assert cause.select_one("[data-rests-on]")
    assert "pain pills" in text(one(page, "[data-medicine=oxycodone]"))


def test_a_trial_that_only_the_pharmacy_knows_is_added(doctor, case):
    posted = hidden(doctor.get(tried(case))) | SOURCE
    page = doctor.get(
        doctor.post(tried(case), posted | {"agent": "mirtazapine", "dose": "30"}).url
    )

    assert len(parsed(page).select("[data-trial]")) == 3
    assert "not told by the patient" in text(parsed(page).select("[data-trial]")[2])


def test_adding_the_same_twice_has_one_effect(doctor, case):
    posted = hidden(doctor.get(taken(case))) | SOURCE | {"name": "lithium"}

    for _time in range(2):
        assert doctor.post(taken(case), posted).status_code == 302

    assert SourceCheck.objects.count() == 1


def test_a_medicine_that_is_not_taken_any_more_stays_on_the_page(doctor, site):
    case = make_case({"medicines": [{"rx_name": "oxycodone"}]}, site=site)
    posted = as_shown(doctor.get(taken(case, "row-0"))) | SOURCE | {"taken": "no"}

    page = doctor.get(doctor.post(taken(case, "row-0"), posted).url)

    medicine = one(page, "[data-medicine=oxycodone]")
    assert "not taken any more" in text(medicine)
    assert medicine["data-classes"] == ""
    assert not parsed(page).select("[data-finding=MED-04]")


@pytest.mark.parametrize(
    ("posted", "advice"),
    [
        ({"source": ""}, "Choose what you looked at."),
        ({"words": " "}, "Say what you looked at."),
        ({}, "Tick what the source says"),
        ({"dose": "a lot"}, "Write a number from 0 to 10000."),
        ({"dose": "nan"}, "Write a number from 0 to 10000."),
        ({"dose": "-5"}, "Write a number from 0 to 10000."),
        ({"weeks_total": "99999"}, "Write a number from 0 to 5200."),
        ({"improvement": "101"}, "Write a number from 0 to 100."),
        ({"started": "March"}, "Write a year, or a year and a month"),
        ({"started": "2999"}, "Write a time that is not ahead."),
        ({"started": "2021-13"}, "Write a year, or a year and a month"),
        ({"agent": "other"}, "Write the name of the medicine."),
        ({"agent": "sugar"}, "Choose one of these."),
        ({"adherence": "sometimes"}, "Choose one of these."),
    ],
)
def test_what_cannot_be_is_asked_again_and_nothing_is_stored(
    doctor, case, posted, advice
):
    sent = as_shown(doctor.get(tried(case, "row-0"))) | SOURCE | posted

    page = doctor.post(tried(case, "row-0"), sent)

    assert page.status_code == 422
    assert advice in text(one(page, "#error-summary"))
    assert not SourceCheck.objects.exists()


@pytest.mark.parametrize("address", [tried, taken])
def test_a_new_row_without_a_name_is_asked_again(doctor, case, address):
    posted = hidden(doctor.get(address(case))) | SOURCE | {"dose": "5", "often": "x"}

    assert doctor.post(address(case), posted).status_code == 422


def test_a_statement_meanwhile_is_shown_and_nothing_is_written_over(doctor, case, site):
    posted = as_shown(doctor.get(tried(case, "row-0"))) | SOURCE | {"dose": "25"}
    check(case, "row-0", make_staff("clinician", sites=(site,)), facts={"dose": 75.0})

    page = doctor.post(tried(case, "row-0"), posted)

    assert page.status_code == 409
    assert "Pharmacy list: 75" in text(one(page, "[data-told]"))
    assert one(page, "input[name=dose]")["value"] == "25"
    assert SourceCheck.objects.count() == 1


def test_a_statement_is_taken_back_with_a_reason_and_stays_readable(
    doctor, case, clinician
):
    wrong = check(case, "row-0", clinician, facts={"dose": 25.0})
    link = one(doctor.get(case_url(case)), "a[data-take-back]")["href"]
    assert doctor.post(link, {"words": ""}).status_code == 422

    page = doctor.get(doctor.post(link, {"words": "Another patient's list"}).url)

    assert one(page, "[data-trial=row-0]")["data-evidence"] == "patient_reported"
    kept = one(page, f"[data-source-check='{wrong.pk}'][data-taken-back]")
    assert "Another patient's list" in text(kept)


def test_opening_the_page_is_recorded(doctor, case):
    doctor.get(tried(case, "row-0"))

    assert Event.objects.filter(action="case.read").count() == 1


def test_the_page_of_the_case_costs_the_same_with_many_checks(doctor, site, clinician):
    case = make_case({"medicines": [{"rx_name": "lithium"}]}, site=site)
    doctor.get(case_url(case))
    check(case, "row-0", clinician, facts={"dose": 10.0})  # new since that look
    before = queries(doctor, case)

    for dose in (25.0, 50.0):
        check(case, "row-0", clinician, facts={"dose": dose})
        check(case, "row-0", clinician, facts={"name": "lamotrigine"}, **MEDICINES)
        add(case, clinician, facts={"agent": "duloxetine"})

    assert queries(doctor, case) == before


def queries(doctor, case) -> int:
    with CaptureQueriesContext(connection) as done:
        doctor.get(case_url(case))
    return len(done)


def test_a_withdrawn_case_takes_none(doctor, case, clinician):
    wrong = check(case, "row-0", clinician)
    withdraw_case(case=case, by=case.patient.user)

    addresses = [tried(case, "row-0"), tried(case), taken(case)]
    for address in [*addresses, f"{case_url(case)}stated/{wrong.pk}/"]:
        assert doctor.post(address, SOURCE).status_code == 409

    page = doctor.get(case_url(case))
    assert not parsed(page).select("[data-check-row], [data-take-back]")
    assert SourceCheck.objects.count() == 1


@pytest.mark.parametrize("address", ["tried/row-9/", "taken/row-0/", "stated/9/"])
def test_a_row_that_is_not_there_is_not_found(doctor, case, address):
    for method in (doctor.get, doctor.post):
        assert method(case_url(case) + address).status_code == 404


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody goes to sign-in"),
        pytest.param(make_patient_account, 403, id="a patient is refused"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="the front desk too"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)),
            404,
            id="another site sees nothing",
        ),
    ],
)
def test_others_may_not_check(client, case, clinician, visitor, status):
    wrong = check(case, "row-0", clinician)
    if visitor:
        client.force_login(visitor())

    addresses = [tried(case, "row-0"), tried(case), taken(case)]
    for address in [*addresses, f"{case_url(case)}stated/{wrong.pk}/"]:
        assert client.get(address).status_code == status
        assert client.post(address, SOURCE).status_code == status
    assert SourceCheck.objects.count() == 1


def test_no_title_and_no_address_says_a_word_about_health(doctor, case):
    page = doctor.get(tried(case, "row-0"))

    assert parsed(page).title.text.strip().startswith(case.reference)
    links = values(page, "main a", "href")
    assert not any("sertraline" in link for link in links)
