"""Questions that a clinician asks again, answered by phone."""

import pytest
from django.urls import reverse

from intake.questionnaires.models import Attestation
from intake.review import asking
from intake.review.assisting import send_for_patient
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import LISTS, publish_part
from tests.factories.responses import AGREED, answer_until, fresh
from tests.web.staff.entry.clerk import Clerk

pytestmark = pytest.mark.django_db
REASON = "You wrote canaryine. Which treatment do you want?"
YES = {"_attest": "yes", "_action": "submit"}


@pytest.fixture
def case(desk):
    publish_part(*LISTS)
    response = make_newcomer(desk)
    answer_until(response, routes=["iv_im"])
    return send_for_patient(response=response, mode="phone", words=AGREED, by=desk)


@pytest.fixture
def request_open(case, clinician):
    return asking.ask_patient(case=case, items=["routes"], reason=REASON, by=clinician)


@pytest.mark.parametrize("who", ["desk", "clinician"])
def test_the_case_leads_to_the_entry(request, case, request_open, who):
    clerk = Clerk(request.getfixturevalue(who), request_open)

    page = clerk.get(reverse("staff:case_detail", args=[case.reference]))

    assert page.one("a[data-entry]")["href"] == clerk.start


def test_the_answers_are_entered_and_sent_for_the_patient(
    desk, case, request_open, sit
):
    clerk = sit(desk, request_open)
    clerk.enter("wanted", {"routes": "in"})

    reply = clerk.post(clerk.url("submit"), YES)

    assert clerk.get(reply.leads_to).one("[data-reference]")["data-reference"] == (
        case.reference
    )
    case.refresh_from_db()
    assert case.response == request_open
    assert fresh(request_open).sheet.answers["routes"].value == ["in"]
    assert Attestation.objects.get(response=request_open).by == desk


def test_the_reason_is_for_clinicians_and_the_patient(
    desk, clinician, request_open, sit
):
    address = Clerk(desk, request_open).address("wanted")

    read = sit(clinician, request_open).get(address).html.get_text()
    hidden = sit(desk, request_open).get(address).html.get_text()

    assert "canaryine" in read
    assert "canaryine" not in hidden
    assert "A clinician asks some questions again." in hidden


def test_what_is_not_answered_is_not_sent(desk, request_open, sit):
    clerk = sit(desk, request_open)

    assert clerk.get(clerk.url("submit")).leads_to == clerk.url("check")
    assert clerk.post(clerk.url("submit"), YES).status == 422


def test_how_it_came_in_stands_beside_the_changed_answer(
    desk, clinician, case, request_open, sit
):
    clerk = sit(desk, request_open)
    clerk.enter("wanted", {"routes": "in"})
    clerk.post(clerk.url("submit"), YES)

    page = Clerk(clinician, request_open).get(
        reverse("staff:case_detail", args=[case.reference])
    )

    assert "by phone" in page.words("[data-changes] [data-changed=routes]")
