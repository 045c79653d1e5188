"""Whose an answer is, however often it was stored since."""

import pytest

from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Posted
from intake.questionnaires.authors import Authors
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import LISTS, RISK, publish_part
from tests.factories.responses import fresh
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
YES, NO = {"value": "yes"}, {"value": "no"}
EMPTY = {"state": "skipped"}
DRIP, SPRAY = {"value": ["iv_im"]}, {"value": ["in"]}
LOW = {"value": ["depression"]}


@pytest.fixture
def desk(db):
    make_staff("clinician", sites=(site := make_site(),))
    return make_staff("front_desk", sites=(site,))


@pytest.fixture
def response(desk):
    publish_part(*RISK)
    return make_newcomer(desk)


def save(response, page, data, by, *, row="", **how):
    return actions.save_page(
        response=response,
        place=Place(page, row),
        posted=Posted(data, fresh(response).number(page, row), **how),
        by=by,
    )


def others(response, page, user, row=""):
    return Authors(fresh(response)).others(page, row, user)


def test_an_answer_is_of_whoever_gave_it(response, desk):
    save(response, "wanted", {"routes": DRIP, "reasons": LOW}, desk)

    assert others(response, "wanted", desk) == frozenset()
    assert others(response, "wanted", response.patient.user) == {"routes", "reasons"}


def test_one_page_may_hold_answers_of_two(response, desk):
    patient = response.patient.user
    save(response, "wanted", {"routes": DRIP}, patient, accepted=False)

    save(response, "wanted", {"routes": DRIP, "reasons": LOW}, desk)

    assert others(response, "wanted", desk) == {"routes"}
    assert others(response, "wanted", patient) == {"reasons"}


def test_a_changed_answer_is_of_whoever_changed_it(response, desk):
    patient = response.patient.user
    save(response, "wanted", {"routes": DRIP, "reasons": LOW}, desk)

    save(response, "wanted", {"routes": SPRAY, "reasons": LOW}, patient)

    assert others(response, "wanted", desk) == {"routes"}


def test_an_answer_that_is_changed_and_changed_back_is_of_who_did_it(response, desk):
    patient = response.patient.user
    save(response, "wanted", {"routes": DRIP, "reasons": LOW}, patient)
    save(response, "wanted", {"routes": SPRAY, "reasons": LOW}, desk)

    save(response, "wanted", {"routes": DRIP, "reasons": LOW}, desk)

    assert others(response, "wanted", desk) == {"reasons"}


def test_a_question_left_empty_is_nobodys(response, desk):
    patient = response.patient.user

    save(response, "wanted", {"routes": DRIP, "reasons": EMPTY}, patient)

    assert others(response, "wanted", desk) == {"routes"}


def test_a_page_that_waits_to_be_confirmed_is_still_of_who_answered_it(response, desk):
    """It is stored anew by whoever changed an answer before it."""
    patient = response.patient.user
    save(response, "screen", {"asq_1": YES}, desk, accepted=False)
    save(response, "screen_now", {"asq_5": NO}, patient)

    save(response, "screen", {"asq_1": NO}, desk, accepted=False)

    assert fresh(response).latest("screen_now").asked_again
    assert others(response, "screen_now", desk) == {"asq_5"}


def test_each_row_of_a_list_has_authors_of_its_own(desk):
    publish_part(*LISTS)
    response = make_newcomer(desk)
    words = {"value": "lithium"}
    save(response, "medicines", {"rx_name": words}, desk, row="a")

    save(response, "medicines", {"rx_name": words}, response.patient.user, row="b")

    assert others(response, "medicines", desk, row="a") == frozenset()
    assert others(response, "medicines", desk, row="b") == {"rx_name"}


def test_a_list_is_of_whoever_says_that_it_is_complete(desk):
    publish_part(*LISTS)
    response = make_newcomer(desk)
    patient = response.patient.user
    save(response, "medicines", {"rx_name": {"value": "lithium"}}, patient, row="a")
    assert others(response, "medicines", desk) == frozenset()

    save(response, "medicines", {"state": "done"}, patient)

    assert others(response, "medicines", desk) == {"state"}
