"""What a patient says against something: on the worklist, the case, and its page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.audit.models import Event
from intake.decisions import appeals
from intake.decisions.models import AppealAnswer
from intake.review import actions as review
from tests.factories.cases import make_case
from tests.factories.letters import NOT_NOW, sign
from tests.factories.staff import make_site, make_staff
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
ANSWER = {"outcome": "stands", "reply": "I read all of it again."}


@pytest.fixture
def made(case, site):
    """Said against the decision of a colleague."""
    sign(case, make_staff("clinician", sites=(site,)), NOT_NOW)
    return appeals.appeal(
        case=case, kind="disagree", words="I was well.", by=case.patient.user
    )


@pytest.fixture
def url(made, case):
    return f"/staff/cases/{case.reference}/appeals/{made.pk}/"


def send(client, url, **values):
    return client.post(url, {**hidden(client.get(url)), **ANSWER, **values})


def test_it_stands_at_the_top_of_the_worklist_though_the_case_is_closed(
    signed_in, made, case, url
):
    page = signed_in.get("/staff/")

    assert one(page, f"[data-appeal='{case.reference}'] a")["href"] == url
    assert "I was well." not in page.text
    assert page.text.index("appeals-title") < page.text.index("cases-title")


def test_the_worklist_knows_that_something_new_waits(signed_in, case, clinician):
    state = "/staff/state/"
    sign(case, clinician, NOT_NOW)
    before = signed_in.get(state).json()

    appeals.appeal(case=case, kind="fact", words="A slip.", by=case.patient.user)

    assert signed_in.get(state).json() != before


def test_the_worklist_costs_the_same_however_many_there_are(
    signed_in, made, site, django_assert_num_queries
):
    make_case(site=site)
    signed_in.get("/staff/")
    with CaptureQueriesContext(connection) as before:
        signed_in.get("/staff/")
    for _ in range(2):
        other = make_case(site=site)
        appeals.appeal(case=other, kind="fact", words="x", by=other.patient.user)

    with django_assert_num_queries(len(before)):
        signed_in.get("/staff/")


def test_the_case_leads_to_it(signed_in, made, case, url):
    page = signed_in.get(f"/staff/cases/{case.reference}/")

    assert one(page, "[data-appeal] a")["href"] == url


def test_the_words_are_read_there_and_reading_is_recorded(signed_in, url, made):
    page = signed_in.get(url)

    assert "I was well." in text(one(page, "[data-words]"))
    event = Event.objects.get(action="appeal.read")
    assert event.subject_id == str(made.pk)


def test_an_answer_ends_it(signed_in, url, made, clinician):
    assert send(signed_in, url).status_code == 302

    assert AppealAnswer.objects.get().by == clinician
    assert not parsed(signed_in.get("/staff/")).select("[data-appeal]")
    assert "I read all of it again." in signed_in.get(url).text


@pytest.mark.parametrize("lacking", ["outcome", "reply"])
def test_an_incomplete_answer_is_refused_with_advice(signed_in, url, lacking):
    page = send(signed_in, url, **{lacking: ""})

    assert page.status_code == 422
    target = one(page, "#error-summary a")["href"].removeprefix("#")
    assert target.startswith(f"id_{lacking}")
    assert not AppealAnswer.objects.exists()


def test_whoever_decided_is_told_that_a_colleague_answers(client, made, url):
    client.force_login(made.decision.decided_by)
    make_staff("clinician", sites=(made.case.patient.site,))

    page = client.get(url)

    assert "You made this decision." in page.text
    assert not parsed(page).select("form[data-form=answer]")
    assert client.post(url, ANSWER).status_code == 409
    assert not AppealAnswer.objects.exists()


def test_a_colleague_who_was_second_sees_the_answer_and_their_own_words(
    signed_in, url, made, site
):
    other = make_staff("clinician", sites=(site,))
    appeals.answer_appeal(appeal=made, outcome="again", reply="First.", by=other)

    page = signed_in.post(url, ANSWER)

    assert page.status_code == 409
    assert "First." in page.text
    assert ANSWER["reply"] in page.text


def test_a_withdrawn_case_takes_no_answer(signed_in, url, case):
    review.withdraw_case(case=case, by=case.patient.user)

    assert signed_in.post(url, ANSWER).status_code == 409


def test_another_site_and_another_case_do_not_have_it(client, url, signed_in):
    assert signed_in.get(url.replace("appeals/", "appeals/9")).status_code == 404
    client.force_login(make_staff("clinician", sites=(make_site(),)))
    assert client.get(url).status_code == 404
