"""Saying that something is wrong, correcting it, and coming back."""

from datetime import timedelta

import pytest

from intake.decisions import appeals
from intake.decisions.models import Appeal
from intake.practice.models import Organisation
from intake.review import asked
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.letters import NOT_NOW, sign
from tests.factories.staff import make_staff
from tests.web.clock import Clock

HOME, WRONG, BACK = "/patient/", "/patient/wrong/", "/patient/come-back/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def case(db):
    return make_case()


@pytest.fixture
def clinician(db):
    return make_staff("clinician")


@pytest.fixture
def patient(visit, case):
    return visit(case.response)


@pytest.fixture
def put_off(case, clinician):
    day = Organisation.current().today() + timedelta(days=30)
    return sign(case, clinician, NOT_NOW, return_on=day)


def number_of(page, words):
    """The number of a part, by a part of its title."""
    options = page.html.select("select[name=part] option")
    return next(tag["value"] for tag in options if words in tag.get_text())


def test_the_page_leads_to_it(patient):
    assert patient.get(HOME).one("a[data-wrong]")["href"] == WRONG


def test_before_a_decision_there_is_only_a_fact_to_be_wrong(patient):
    page = patient.get(WRONG)

    assert [tag["value"] for tag in page.html.select("[name=kind]")] == ["fact"]


def test_what_is_said_is_kept_and_shown_as_waiting(patient, put_off):
    sent = patient.post(WRONG, {"kind": "disagree", "words": "I was well then."})

    assert sent.leads_to == HOME
    assert "I was well then." in patient.get(HOME).words("[data-said=waiting]")
    assert Appeal.objects.get().kind == "disagree"


def test_the_answer_is_read_on_the_page(patient, put_off, case):
    patient.post(WRONG, {"kind": "disagree", "words": "I was well then."})
    appeals.answer_appeal(
        appeal=Appeal.objects.select_related("case__patient").get(),
        outcome="again",
        reply="We meet on Monday.",
        by=make_staff("clinician", name="Dr. Green"),
    )

    said = patient.get(HOME).words("[data-said=answered]")

    assert "We meet on Monday." in said
    assert "Dr. Green" in said


def test_a_wrong_answer_leads_to_its_questions(patient, case):
    page = patient.get(WRONG)
    part = number_of(page, page.html.select("select[name=part] option")[2].get_text())

    patient.post(WRONG, {"kind": "fact", "words": "A slip.", "part": part})

    request = asked.open_request(Case.objects.get())
    assert request.request.kind == "patient"
    home = patient.get(HOME)
    assert "You told us that an answer is wrong." in home.words("[data-asked]")
    assert home.has("[data-asked] a[data-continue]")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        pytest.param({"words": "Some"}, "kind", id="what it is about"),
        pytest.param({"kind": "fact", "words": " "}, "words", id="words"),
        pytest.param({"kind": "fact", "words": "x", "part": "999"}, "part", id="part"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(patient, put_off, sent, field):
    page = patient.post(WRONG, sent)

    assert page.status == 422
    assert page.one("#error-summary a")["href"].startswith(f"#id_{field}")
    assert sent["words"].strip() in page.one("[name=words]").get_text()
    assert not Appeal.objects.exists()


def test_a_second_one_waits_and_its_words_stay(patient, put_off):
    patient.post(WRONG, {"kind": "disagree", "words": "First."})

    page = patient.post(WRONG, {"kind": "disagree", "words": "Second."})

    assert page.status == 409
    assert "Second." in page.one("[name=words]").get_text()
    assert Appeal.objects.count() == 1


def test_nothing_sent_leads_home(visit):
    assert visit().get(WRONG).leads_to == HOME


def test_before_the_day_the_page_names_it_and_offers_nothing(patient, put_off):
    home = patient.get(HOME)

    assert str(put_off.letter.return_on.year) in home.words("[data-return-on]")
    assert not home.has("[data-form=come-back]")
    assert patient.post(BACK).leads_to == HOME
    assert asked.open_request(Case.objects.get()) is None


def test_on_the_day_a_button_opens_what_may_have_changed(patient, put_off, clock):
    clock.pass_time(days=30)
    patient.client.force_login(patient.response.patient.user)
    assert patient.get(HOME).has("[data-form=come-back]")

    patient.post(BACK)

    home = patient.get(HOME)
    assert home.has("[data-asked] a[data-continue]")
    assert not home.has("[data-form=come-back]")
    assert home.one("[data-stage]")["data-stage"] == "more_information"


def test_coming_back_takes_a_press_of_the_button(patient):
    assert patient.get(BACK).status == 405
