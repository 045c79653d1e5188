"""Answers that are hardly possible: asked once more, kept when they are right."""

import uuid

import pytest

from tests.factories.questionnaires import publish_part
from tests.factories.responses import answer, fresh

pytestmark = pytest.mark.django_db

ROW = {"tx_name": "Zoloft", "tx_for_depression": "yes", "tx_this_episode": "yes"}
PAGES = (
    *("wanted", "blood_pressure", "blood_pressure_more"),
    *("added_medicines", "treatments"),
)
LATE = {"tx_started.year": "2026", "tx_started.month": "1", "tx_weeks": "500"}


@pytest.fixture
def visitor(visit):
    publish_part(*PAGES)
    visitor = visit()
    answer(visitor.response, "wanted")
    answer(visitor.response, "blood_pressure", bp_known="yes")
    return visitor


@pytest.fixture
def at_list(visitor):
    answer(visitor.response, "blood_pressure_more", bp_sys=120, bp_dia=80, bp_date=3)
    answer(visitor.response, "added_medicines")
    return visitor


@pytest.fixture
def row():
    return str(uuid.uuid4())


@pytest.mark.parametrize(
    ("given", "link_id"),
    [
        pytest.param({"tx_dose": "5000"}, "tx_dose", id="a dose"),
        pytest.param({"tx_started.year": "1950"}, "tx_started", id="before birth"),
        pytest.param(LATE, "tx_weeks", id="longer than the time since"),
        pytest.param(
            {"tx_weeks": "8", "tx_weeks_total": "4"}, "tx_weeks_total", id="a whole"
        ),
    ],
)
def test_what_is_hardly_possible_is_asked_again_and_can_be_kept(
    at_list, row, given, link_id
):
    asked = at_list.send("treatments", ROW | given, row=row)

    assert asked.status == 422
    assert len(asked.refused()) == 1
    assert asked.has(f"input[name='_keep.{link_id}']")
    for name, typed in given.items():
        assert asked.typed(name) == typed

    kept = at_list.send(
        "treatments", ROW | given | {f"_keep.{link_id}": "yes"}, row=row
    )
    assert kept.status == 302
    assert fresh(at_list.response).latest("treatments", row).accepted


def test_what_was_kept_is_not_asked_about_again(at_list, row):
    given = ROW | {"tx_dose": "5000"}
    at_list.send("treatments", given | {"_keep.tx_dose": "yes"}, row=row)

    again = at_list.send("treatments", given | {"tx_regular": "good"}, row=row)
    other = at_list.send("treatments", given | {"tx_dose": "5001"}, row=row)

    assert again.status == 302
    assert other.status == 422


def test_a_medicine_that_is_there_already_is_asked_about(at_list, row):
    at_list.send("treatments", ROW, row=str(uuid.uuid4()))

    asked = at_list.send("treatments", ROW, row=row)
    kept = at_list.send("treatments", ROW | {"_keep.tx_drug": "yes"}, row=row)
    assert asked.status == 422
    assert "in your list already" in asked.words("#error-summary")
    assert kept.status == 302


def test_the_same_medicine_at_another_time_is_not(at_list, row):
    at_list.send("treatments", ROW | {"tx_started.year": "2019"}, row=str(uuid.uuid4()))

    reply = at_list.send("treatments", ROW | {"tx_started.year": "2023"}, row=row)

    assert reply.status == 302


def test_a_usual_row_is_asked_about_nothing(at_list, row):
    given = {
        "tx_dose": "200",
        "tx_started.year": "2020",
        "tx_weeks": "8",
        "tx_weeks_total": "20",
    }

    assert at_list.send("treatments", ROW | given, row=row).status == 302


def test_a_date_before_birth_is_asked_about_on_any_page(visitor):
    given = {"bp_sys": "120", "bp_dia": "80", "bp_date": "1950-03-01"}

    asked = visitor.send("blood_pressure_more", given)

    assert asked.status == 422
    assert asked.has("input[name='_keep.bp_date']")
