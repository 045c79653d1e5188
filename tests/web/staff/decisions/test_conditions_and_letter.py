"""Conditions on the case page, ticking them off, and the letter for clinicians."""

import pytest

from intake.audit.models import Event
from intake.decisions.models import Condition
from intake.review import actions as review
from tests.factories.letters import NOT_NOW, sign
from tests.factories.staff import make_site, make_staff
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.fixture
def decision(case, clinician):
    return sign(case, clinician, conditions=("bp_log", "escort"))


@pytest.fixture
def url(decision, case):
    condition = Condition.objects.get(number=1)
    return f"/staff/cases/{case.reference}/conditions/{condition.pk}/"


def tick(client, url, action="met", **values):
    page = client.get(url)
    return client.post(url, {**hidden(page), **values, "_action": action})


def test_the_case_shows_open_and_met_conditions(signed_in, decision, url, case):
    assert tick(signed_in, url, note="Seven days, all below 140.").status_code == 302

    page = signed_in.get(f"/staff/cases/{case.reference}/")

    marks = [tag["data-required"] for tag in parsed(page).select("[data-required]")]
    assert marks == ["met", "open"]
    assert "Seven days, all below 140." in text(one(page, "[data-required=met]"))
    assert "1 still open" in page.text


def test_ticking_off_asks_what_one_has(signed_in, url):
    page = tick(signed_in, url, note=" ")

    assert page.status_code == 422
    assert not Condition.objects.get(number=1).steps.exists()


def test_a_met_condition_can_be_opened_again(signed_in, url):
    tick(signed_in, url, note="Have it.")

    tick(signed_in, url, "open", note="It was the wrong one.")

    kinds = [step.kind for step in Condition.objects.get(number=1).steps.all()]
    assert kinds == ["met", "open"]


def test_a_replaced_decision_is_said_and_what_was_typed_stays(
    signed_in, url, case, clinician
):
    sign(case, clinician, NOT_NOW)

    page = tick(signed_in, url, note="Half a thought")

    assert page.status_code == 409
    assert "Half a thought" in text(one(page, "[name=note]"))


def test_a_withdrawn_case_is_left_alone(signed_in, url, case):
    review.withdraw_case(case=case, by=case.patient.user)

    assert tick(signed_in, url, note="Have it.").status_code == 409


def test_a_condition_of_another_case_is_not_there(signed_in, url, case):
    assert signed_in.get(url.replace("conditions/", "conditions/9")).status_code == 404


def test_the_letter_is_a_page_with_its_draft_and_a_file(signed_in, decision, case):
    address = f"/staff/cases/{case.reference}/letters/{decision.pk}/"

    page = signed_in.get(address)
    file = signed_in.get(f"{address}pdf/")

    assert "Please bring your log." in text(one(page, "[data-letter]"))
    assert "Hello Pat" in text(one(page, "[data-drafted]"))
    assert file["Content-Type"] == "application/pdf"
    assert case.reference in file["Content-Disposition"]
    assert file.content.startswith(b"%PDF")
    assert Event.objects.filter(action="letter.downloaded").count() == 1


def test_a_replaced_letter_says_so(signed_in, decision, case, clinician):
    sign(case, clinician, NOT_NOW)

    page = signed_in.get(f"/staff/cases/{case.reference}/letters/{decision.pk}/")

    assert "A newer letter has replaced this one." in page.text


def test_another_site_sees_no_letter(client, decision, case):
    client.force_login(make_staff("clinician", sites=(make_site(),)))
    address = f"/staff/cases/{case.reference}/letters/{decision.pk}/"

    assert client.get(address).status_code == 404
    assert client.get(f"{address}pdf/").status_code == 404
