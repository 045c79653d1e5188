"""DAST-10: ten times yes or no, item 3 the other way round; or the total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, answered
from intake.domain.scoring import dast10
from intake.domain.scoring.score import OffScale

WORDS = {"Y": answered("yes"), "N": answered("no"), "-": DECLINED}
CALM = "NNYNNNNNNN"


def ten(letters):
    return {i: WORDS[said] for i, said in zip(dast10.ITEMS, letters, strict=True)}


@pytest.mark.parametrize(
    ("letters", "total", "band"),
    [
        pytest.param(CALM, 0, "none", id="nothing"),
        pytest.param("NNNNNNNNNN", 1, "low", id="no to item 3 counts"),
        pytest.param("YNYNNNNNNN", 1, "low", id="yes to item 3 does not"),
        pytest.param("YYNNNNNNNN", 3, "moderate", id="two yes and item 3"),
        pytest.param("YYYYYYYYYY", 9, "severe", id="every yes"),
        pytest.param("YYNYYYYYYY", 10, "severe", id="the most"),
    ],
)
def test_the_answers_add_up(letters, total, band):
    result = dast10.score(ten(letters))

    assert (result.total, result.band, result.missing) == (total, band, ())


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "none"),
        (1, "low"),
        (2, "low"),
        (3, "moderate"),
        (5, "moderate"),
        (6, "substantial"),
        (8, "substantial"),
        (9, "severe"),
        (10, "severe"),
    ],
)
def test_a_total_alone_gives_its_band(total, band):
    result = dast10.score({dast10.TOTAL: answered(total)})

    assert (result.total, result.band) == (total, band)


@pytest.mark.parametrize("place", [0, 2])
def test_a_missing_item_gives_a_range(place):
    letters = CALM[:place] + "-" + CALM[place + 1 :]

    result = dast10.score(ten(letters))

    assert (result.total, result.low, result.high) == (None, 0, 1)
    assert result.missing == (dast10.ITEMS[place],)


@pytest.mark.parametrize(
    ("answers", "item"),
    [
        ({"dast10_4": answered(1)}, "dast10_4"),
        ({dast10.TOTAL: answered(11)}, "dast10_total"),
        ({dast10.TOTAL: answered(3), "dast10_1": answered("yes")}, "dast10_1"),
    ],
)
def test_what_cannot_be_is_refused_with_its_item(answers, item):
    with pytest.raises(OffScale) as refusal:
        dast10.score(answers)

    assert refusal.value.item == item


@given(st.text(alphabet="YN-", min_size=10, max_size=10))
def test_every_way_to_fill_the_gaps_lies_within_the_range(letters):
    result = dast10.score(ten(letters))

    filled = [dast10.score(ten(letters.replace("-", said))).total for said in "YN"]

    assert all(result.low <= total <= result.high for total in filled)
    assert result.high - result.low == letters.count("-")
