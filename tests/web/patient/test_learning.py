"""What a patient reads because of their own answers, and whether it was explained."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from intake.education.loading import load_portal
from intake.learning.models import Step
from intake.review.models import Case
from tests.factories.cases import make_case

LIST, QUESTIONS = "/patient/reading/", "/patient/reading/questions/"
PAGE = "/learn/side-effects/"


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


def own_reading(client, address=PAGE):
    """What stands at the end of an article: the form's inputs, and the whole part."""
    part = BeautifulSoup(client.get(address).content, "html.parser")
    part = part.select_one("[data-own-reading]")
    inputs = part.select("input[type=hidden]") if part else []
    return {each["name"]: each["value"] for each in inputs}, part


def test_a_page_is_marked_as_read_at_its_own_end(own):
    posted, part = own_reading(own)

    response = own.post(part.form["action"], posted, follow=True)

    assert (posted["page"], posted["edition"], posted["language"]) == ("T11", "1", "en")
    assert part.select_one(f'a[href="{LIST}"]')
    assert "You read it on" in response.text
    assert 'data-reading="T11" data-read' in response.text
    assert Step.objects.count() == 1


def test_nobody_else_is_asked_whether_they_read_it(own, clinician):
    staff = Client()
    staff.force_login(clinician)

    assert not any(own_reading(each)[1] for each in (Client(), staff))


@pytest.mark.parametrize("edition", ["2", "", "one", "²"])
def test_another_version_than_the_one_there_is_not_noted(own, edition):
    posted = {"page": "T11", "edition": edition, "language": "en"}

    response = own.post(LIST, posted)

    assert response.status_code == 409
    assert "changed while you were reading" in response.text
    assert 'data-reading="T11" data-read' not in response.text
    assert not Step.objects.exists()


@pytest.mark.parametrize("page", ["", "T99", "\x00", "x" * 500])
def test_a_page_that_is_not_there_is_404(own, page):
    posted = {"page": page, "edition": "1", "language": "en"}

    assert own.post(LIST, posted).status_code == 404


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
    own.post(LIST, {"page": "T11", "edition": "1", "language": "en"})
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
