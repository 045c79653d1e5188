"""WSAS: five items of 0 to 8, or their total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, answered, from_plain
from intake.domain.scoring import wsas
from intake.domain.scoring.score import OffScale


def five(*values):
    return dict(zip(wsas.ITEMS, map(from_plain, values), strict=True))


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "subclinical"),
        (9, "subclinical"),
        (10, "significant"),
        (20, "significant"),
        (21, "moderately_severe"),
        (40, "moderately_severe"),
    ],
)
def test_the_band_changes_at_the_published_points(total, band):
    result = wsas.score({wsas.TOTAL: answered(total)})

    assert (result.total, result.band, result.missing) == (total, band, ())


def test_five_items_add_up():
    result = wsas.score(five(8, 4, 3, 2, 4))

    assert (result.total, result.band, result.safety) == (21, "moderately_severe", None)


def test_a_missing_item_gives_a_range():
    result = wsas.score(five(2, 2, 2, 2, None))

    assert (result.total, result.low, result.high) == (None, 8, 16)
    assert (result.band, result.missing) == (None, ("wsas_5",))


@pytest.mark.parametrize(
    ("answers", "item"),
    [
        (five(9, 0, 0, 0, 0), "wsas_1"),
        ({wsas.TOTAL: answered(41)}, "wsas_total"),
        ({wsas.TOTAL: answered(-1)}, "wsas_total"),
        ({wsas.TOTAL: answered(8), "wsas_2": answered(1)}, "wsas_2"),
    ],
)
def test_what_cannot_be_is_refused_with_its_item(answers, item):
    with pytest.raises(OffScale) as refusal:
        wsas.score(answers)

    assert refusal.value.item == item


def test_a_declined_item_may_stand_beside_a_total():
    result = wsas.score({wsas.TOTAL: answered(8), "wsas_2": DECLINED})

    assert (result.total, result.missing) == (8, ())


@given(st.lists(st.integers(0, 8), min_size=5, max_size=5), st.integers(0, 4))
def test_a_worse_answer_never_lowers_the_total(values, place):
    worse = [*values[:place], 8, *values[place + 1 :]]

    assert wsas.score(five(*worse)).total >= wsas.score(five(*values)).total
