"""How answers came in stands beside them, for patients and for staff."""

import pytest
from django.test import Client
from django.urls import reverse

from intake.domain.questionnaire.answers import ListState
from intake.patients.modes import Mode
from intake.questionnaires.actions import answers_data
from intake.review.assisting import send_for_patient
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import LISTS, publish_part
from tests.factories.responses import AGREED, answer_until, say_of_list
from tests.factories.staff import make_site, make_staff
from tests.questionnaires.test_authors import save
from tests.web.patient.visitor import Reply

pytestmark = pytest.mark.django_db
DRIP = {"routes": {"value": ["iv_im"]}, "reasons": {"value": ["depression"]}}


@pytest.fixture
def site(db):
    return make_site()


@pytest.fixture
def clinician(site):
    return make_staff("clinician", sites=(site,))


@pytest.fixture
def case(site, clinician):
    """The first page by phone, the list from paper, the rest by the patient."""
    desk = make_staff("front_desk", name="Fay Desk", sites=(site,))
    publish_part(*LISTS)
    response = make_newcomer(desk)
    save(response, "wanted", DRIP, desk, mode=Mode.PHONE, read_out=True)
    lithium = answers_data({}) | {"rx_name": {"value": "lithium"}}
    save(response, "medicines", lithium, desk, row="a", mode=Mode.PAPER)
    say_of_list(response, "medicines", ListState.DONE)
    answer_until(response)
    return send_for_patient(response=response, mode=Mode.PHONE, words=AGREED, by=desk)


def entered(reply):
    return [tag.get_text(strip=True) for tag in reply.html.select("[data-entered]")]


def test_the_patient_reads_how_and_when_but_not_who(case):
    client = Client()
    client.force_login(case.patient.user)
    address = reverse("patient:answers", args=[case.response_id])

    lines = entered(Reply(client.get(address)))

    assert lines[0].startswith("Entered by phone with our staff on ")
    assert lines[1].startswith("Entered by our staff from your paper on ")
    assert len(lines) == 2
    assert "Fay Desk" not in client.get(address).text


def test_clinicians_read_who_too_and_what_was_read_out(case, clinician):
    client = Client()
    client.force_login(clinician)
    address = reverse("staff:case_detail", args=[case.reference])

    lines = entered(Reply(client.get(address)))

    assert lines[0].startswith("By phone, entered by Fay Desk on ")
    assert lines[0].endswith(", read out word for word")
    assert lines[1].startswith("From paper, entered by Fay Desk on ")
    assert not lines[1].endswith("word for word")
    assert len(lines) == 2
