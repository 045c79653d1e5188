"""Answers to look at once more, by the questions that they stand in."""

from datetime import date

import pytest

from intake.domain.answer import from_plain
from intake.domain.questionnaire.doubting import doubted

from .builders import TODAY, define, group, rows, screening, sheet, yes_no
from .test_facts import FAILED

BORN = date(1984, 5, 6)


def page_of(definition, link_id):
    return next(page for page in definition.pages if page.link_id == link_id)


def found(page, answers, row="", lists=None):
    plain = {name: from_plain(value) for name, value in answers.items()}
    place = (page_of(screening(), page), row)
    said = doubted(
        screening(), sheet(lists or {}), place, plain, on=TODAY, born_on=BORN
    )
    return [(doubt.link_id, doubt.note.why) for doubt in said]


@pytest.mark.parametrize(
    ("row", "doubts"),
    [
        pytest.param({}, [], id="usual"),
        pytest.param({"tx_dose": 5000}, [("tx_dose", "doubt.dose")], id="dose"),
        pytest.param(
            {"tx_started": "1983"}, [("tx_started", "flag.before_birth")], id="birth"
        ),
        pytest.param(
            {"tx_started": "2026", "tx_weeks": 60},
            [("tx_weeks", "flag.too_long")],
            id="longer than since",
        ),
        pytest.param(
            {"tx_weeks_total": 2}, [("tx_weeks_total", "doubt.whole")], id="whole"
        ),
    ],
)
def test_a_doubt_stands_at_the_question_of_its_fact(row, doubts):
    assert found("treatments", FAILED | row, "r9") == doubts


def test_a_row_is_held_against_the_others_and_not_against_itself():
    lists = {"treatments": rows(FAILED)}

    assert found("treatments", FAILED, "r1", lists) == []
    assert found("treatments", FAILED, "r2", lists) == [("tx_drug", "flag.duplicate")]


@pytest.mark.parametrize(
    ("day", "is_doubted"),
    [
        ("1984-05-05", True),
        ("1984-05-06", False),
        ("1983", True),
        ("1984", False),
        ("unsure", False),
        (None, False),
    ],
)
def test_on_any_page_a_date_of_the_past_is_held_against_the_birth(day, is_doubted):
    doubts = [("bp_date", "flag.before_birth")] if is_doubted else []

    assert found("blood_pressure_more", {"bp_date": day}) == doubts


def test_without_a_list_of_treatments_there_is_nothing_to_doubt():
    definition = define(group("a", yes_no("q")))
    place = (page_of(definition, "a"), "")

    assert doubted(definition, sheet(), place, {}, on=TODAY, born_on=None) == ()
