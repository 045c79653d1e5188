"""Rounding and cuts, and what every instrument has in common."""

import pytest

from intake.domain.answer import DECLINED, NOT_APPLICABLE, NOT_ASKED, SKIPPED, UNSURE
from intake.domain.scoring import BESIDE, DETAILS, INSTRUMENTS
from intake.domain.scoring.score import half_up, reaches


@pytest.mark.parametrize(
    ("numerator", "denominator", "whole"),
    [(0, 1, 0), (36, 8, 5), (9, 2, 5), (11, 2, 6), (17, 4, 4), (19, 4, 5), (7, 3, 2)],
)
def test_halves_go_up(numerator, denominator, whole):
    assert half_up(numerator, denominator) == whole


@pytest.mark.parametrize(
    ("low", "high", "reached"),
    [(3, 3, True), (2, 2, False), (3, 9, True), (0, 2, False), (2, 3, None)],
)
def test_a_cut_is_reached_only_if_the_whole_range_reaches_it(low, high, reached):
    assert reaches(3, low, high) is reached


@pytest.mark.parametrize(
    "state", [UNSURE, DECLINED, SKIPPED, NOT_ASKED, NOT_APPLICABLE]
)
@pytest.mark.parametrize("code", INSTRUMENTS)
def test_an_instrument_without_answers_gives_no_total_and_no_verdict(code, state):
    module = INSTRUMENTS[code]

    result = module.score(dict.fromkeys(module.ITEMS, state))

    assert result.instrument == code
    assert result.total is None
    assert result.missing
    assert result.positive is not False


def test_item_ids_are_unique_across_instruments():
    whole = [code for code in INSTRUMENTS if code not in ("phq2", "gad2")]
    ids = [item for code in whole for item in INSTRUMENTS[code].ITEMS]

    assert len(ids) == len(set(ids))


def test_what_stands_beside_the_items_is_not_scored():
    for code, names in BESIDE.items():
        assert set(names).isdisjoint(INSTRUMENTS[code].ITEMS)


def test_details_of_nothing_are_never_reassuring():
    assert {code: DETAILS[code]({}) for code in DETAILS} == {
        "asq": {"asq": "missing"},
        "pcl5": {"clusters": None, "zone": None, "attention": None},
        "cssrs": {"cssrs": "unknown"},
    }
