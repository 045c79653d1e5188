"""The questions to print, for whoever would rather write by hand."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from intake.practice.models import CrisisRecord
from intake.questionnaires.models import Questionnaire
from tests.factories.cases import make_response
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.staff import make_patient_account, make_site, make_staff

PAPER = "/start/paper/"
pytestmark = pytest.mark.django_db
HEALTH = r"ketamin|depress|suicid|mood|screening|psych|trauma"


def parsed(reply):
    return BeautifulSoup(reply.content, "html.parser")


@pytest.mark.parametrize("visitor", [None, "patient", "clinician"])
def test_the_start_page_leads_everybody_there(client, visitor):
    if visitor == "patient":
        client.force_login(make_patient_account())
    elif visitor:
        client.force_login(make_staff(visitor))

    assert f'href="{PAPER}"' in client.get("/start/").text
    assert client.get(PAPER).status_code == 200


def test_it_is_the_version_that_is_open(client):
    publish_part(*RISK)

    page = client.get(PAPER)

    assert "Version 2" in parsed(page).select_one(".paper-footer").text
    assert "Which treatment would you like to talk about?" in page.text
    assert "aneurysm" not in page.text


def test_neither_its_address_nor_its_title_speaks_of_health(client):
    title = parsed(client.get(PAPER)).title.text

    assert not re.search(HEALTH, PAPER + title, re.IGNORECASE)


def test_the_numbers_are_those_of_the_clinic(client):
    CrisisRecord.objects.update(line_number="116 123", emergency_number="112")

    boxes = parsed(client.get(PAPER)).select(".crisis-box")

    assert len(boxes) > 5
    assert {"116 123" in box.text and "112" in box.text for box in boxes} == {True}


@pytest.mark.parametrize(
    "happened",
    [
        lambda: Questionnaire.objects.update(active_version=None),
        lambda: CrisisRecord.objects.update(confirmed_at=None),
    ],
    ids=["closed", "without cover"],
)
def test_while_nobody_can_begin_it_leads_to_the_page_that_says_so(client, happened):
    happened()

    assert client.get(PAPER).url == "/start/"
    assert PAPER not in client.get("/start/").text


def test_it_needs_no_script_and_no_style_of_its_own(client):
    html = parsed(client.get(PAPER))

    assert not html.select("script, style, [style], [onclick]")


def test_its_cost_does_not_grow_with_the_questions(client, django_assert_num_queries):
    client.get(PAPER)
    with django_assert_num_queries(5):
        client.get(PAPER)
    publish_part(*RISK)
    client.get(PAPER)

    with django_assert_num_queries(5):
        client.get(PAPER)


def test_staff_print_the_version_that_a_patient_has_begun(client):
    site = make_site()
    response = make_response(site=site)
    publish_part(*RISK)
    client.force_login(make_staff("front_desk", sites=(site,)))

    of_patient = client.get(reverse("staff:patient", args=[response.patient.pk]))
    link = parsed(of_patient).find("a", string="Print these questions")
    page = client.get(link["href"])

    assert "Version 1" in parsed(page).select_one(".paper-footer").text
    assert "aneurysm" in page.text


def test_staff_find_the_blank_form_where_they_enter_paper(client):
    client.force_login(make_staff("front_desk"))

    page = parsed(client.get(reverse("staff:drafts")))

    assert page.find("a", string="Print a blank form")["href"] == PAPER
