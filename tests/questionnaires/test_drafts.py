"""What is being filled in: how far it is, and who helps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.patients.modes import Mode
from intake.questionnaires import drafts
from intake.questionnaires.drafts import Cursor, drafts_for
from intake.questionnaires.models import Response
from tests.factories.cases import make_case, make_response
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.responses import answer, answer_until
from tests.factories.staff import make_site, make_staff
from tests.questionnaires.test_authors import save

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return make_site()


@pytest.fixture
def desk(site):
    make_staff("clinician", sites=(site,))
    return make_staff("front_desk", sites=(site,))


@pytest.fixture
def response(desk):
    publish_part(*RISK)
    return make_newcomer(desk)


def helped(desk):
    """A draft in which the front desk entered something by phone."""
    response = make_newcomer(desk)
    save(response, "wanted", {}, desk, mode=Mode.PHONE, accepted=False)
    return response


def listed(user, **where):
    return [draft.response for draft in drafts_for(user, **where)[0]]


def test_drafts_of_ones_sites_are_there_with_who_it_is(response, desk):
    draft = drafts_for(desk)[0][0]

    assert draft.response == response
    assert draft.identity.first_name == "Nora"


@pytest.mark.parametrize("role", ["front_desk", "clinician", "medical_director"])
def test_the_care_team_sees_them(response, site, role):
    assert listed(make_staff(role, sites=(site,))) == [response]


@pytest.mark.parametrize("role", ["administrator", "content_editor", "privacy_officer"])
def test_nobody_else_does(response, site, role):
    assert listed(make_staff(role, sites=(site,))) == []


def test_another_site_shows_nothing(response):
    assert listed(make_staff("clinician", sites=(make_site(),))) == []


def test_what_was_sent_is_no_draft(site, desk):
    make_case(site=site)

    assert listed(desk) == []


def test_the_last_saved_stands_first(response, desk):
    later = make_newcomer(desk)

    answer(response, "wanted")

    assert listed(desk) == [response, later]


def test_a_section_counts_when_all_its_pages_are_complete(response, desk):
    before = drafts_for(desk)[0][0]

    answer_until(response, "screen")
    begun = drafts_for(desk)[0][0]
    answer_until(response)
    whole = drafts_for(desk)[0][0]

    assert before.done == 0
    assert 0 < begun.done < begun.sections
    assert whole.done == whole.sections


def test_who_entered_something_last_helps(response, desk, site):
    other = make_staff("front_desk", name="Olga Other", sites=(site,))
    answers = {"routes": {"value": ["iv_im"]}}
    save(response, "wanted", answers, desk, mode=Mode.PHONE, accepted=False)
    assert drafts_for(desk)[0][0].helper == desk

    answers = {"routes": {"value": ["in"]}}
    save(response, "wanted", answers, other, mode=Mode.PAPER, accepted=False)

    assert drafts_for(desk)[0][0].helper == other


def test_nobody_helps_where_the_patient_answers_alone(site, desk):
    publish_part(*RISK)
    response = make_response(site=site)
    answer(response, "wanted")

    assert drafts_for(desk)[0][0].helper is None


def test_pages_follow_each_other_without_gap_or_repeat(desk, monkeypatch):
    publish_part(*RISK)
    monkeypatch.setattr(drafts, "PAGE", 2)
    made = [make_newcomer(desk) for _number in range(5)]
    same = timezone.now() - timedelta(days=1)
    Response.objects.filter(pk__in=[one.pk for one in made[:3]]).update(saved_at=same)
    seen, after = [], None

    for _page in range(3):
        found, after = drafts_for(desk, after=after)
        seen += [draft.response.pk for draft in found]

    assert after is None
    assert len(seen) == 5
    assert set(seen) == {one.pk for one in made}


@pytest.mark.parametrize(
    "text",
    ["", "x", "1", "1_2", "x_y", f"{10**40}_6b0f1c1e-0000-4000-8000-000000000000"],
)
def test_a_cursor_of_nonsense_is_none(text):
    assert Cursor.parse(text) is None


def test_a_cursor_survives_an_address(response):
    cursor = Cursor(response.saved_at, response.pk)

    assert Cursor.parse(str(cursor)) == cursor


def test_the_list_costs_the_same_for_one_draft_as_for_many(
    desk, django_assert_num_queries
):
    publish_part(*RISK)
    helped(desk)
    with django_assert_num_queries(4):
        drafts_for(desk)

    for _number in range(6):
        helped(desk)

    with django_assert_num_queries(4):
        drafts_for(desk)
