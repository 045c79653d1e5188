"""What a patient reads because of their own answers, and whether it was explained."""

import pytest
from django.test import Client

from intake.education.loading import load_portal
from intake.learning.models import Step
from intake.review.models import Case
from tests.factories.cases import make_case

LIST, QUESTIONS = "/patient/reading/", "/patient/reading/questions/"


@pytest.fixture
def told(site):
    """A case of somebody who told of a bladder problem."""
    load_portal()
    return make_case({"bladder": "yes"}, site=site)


@pytest.fixture
def own(told):
    client = Client()
    client.force_login(told.patient.user)
    return client


def test_the_first_page_says_what_to_read_and_why(own):
    html = own.get("/patient/").text

    card = html.split("data-to-read")[1].split("</section>")[0]
    assert 'data-reading="T11"' in card
    assert "Because you told us about your bladder or your liver." in card


def test_nobody_else_is_shown_the_reasons(told, site):
    other = Client()
    other.force_login(make_case(site=site).patient.user)

    for page in ("/patient/", LIST):
        assert "bladder or your liver" not in other.get(page).text
    assert "bladder or your liver" not in Client().get("/learn/side-effects/").text


def test_a_page_is_marked_as_read(own):
    response = own.post(LIST, {"page": "T11"}, follow=True)

    assert "You read it on" in response.text
    assert 'data-reading="T11" data-read' in response.text
    assert Step.objects.count() == 1


@pytest.mark.parametrize("page", ["", "T99", "\x00", "x" * 500])
def test_a_page_that_is_not_there_is_404(own, page):
    assert own.post(LIST, {"page": page}).status_code == 404


def test_another_answer_is_met_with_the_fact_and_no_score(own):
    response = own.post(QUESTIONS, {"home": "drive", "stop": "yes"}, follow=True)

    reply = response.text.split("data-reply")[1].split("</p>")[0]
    assert "Do not drive until the next day" in reply
    assert 'data-understood="stop"' in response.text
    main = response.text.split("<main")[1].split("</main")[0].lower()
    assert not [word for word in ("wrong", "score", "incorrect") if word in main]


def test_when_everything_is_agreed_on_it_says_thank_you(own):
    right = {"home": "adult", "approved": "spray", "unsafe": "line", "stop": "yes"}

    response = own.post(QUESTIONS, right, follow=True)

    assert "That is all we wanted to ask" in response.text
    assert 'data-form="understand"' not in response.text


@pytest.mark.parametrize("posted", [{}, {"home": ""}, {"home": "fly"}])
def test_no_answer_or_an_unknown_one_is_refused_with_advice(own, posted):
    response = own.post(QUESTIONS, posted)

    assert response.status_code == 422
    assert 'id="error-summary"' in response.text
    assert 'href="#id_home_0"' in response.text
    assert not Step.objects.exists()


def test_the_clinician_sees_what_was_read_and_what_was_hard(
    own, told, client, clinician
):
    own.post(LIST, {"page": "T11"})
    own.post(QUESTIONS, {"home": "drive"})
    client.force_login(clinician)

    html = client.get(f"/staff/cases/{told.reference}/").text

    assert 'data-page-read="T11" data-edition="1"' in html
    assert 'data-hard="home"' in html
    assert "Still open." in html


def test_before_that_the_case_says_that_nothing_was_read(client, clinician, told):
    client.force_login(clinician)

    html = client.get(f"/staff/cases/{told.reference}/").text

    assert "Nothing was marked as read yet" in html
    assert Case.objects.count() == 1
