"""PHQ-2 and GAD-2: two items, positive from 3 points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, answered, from_plain
from intake.domain.scoring import gad2, phq2
from intake.domain.scoring.score import OffScale

FORMS = [pytest.param(phq2, id="phq2"), pytest.param(gad2, id="gad2")]
EXAMPLES = [
    ((0, 0), 0, (0, 0), False),
    ((1, 1), 2, (2, 2), False),
    ((2, 1), 3, (3, 3), True),
    ((0, 3), 3, (3, 3), True),
    ((3, 0), 3, (3, 3), True),
    ((3, 3), 6, (6, 6), True),
    ((2, None), None, (2, 5), None),
    ((3, None), None, (3, 6), True),
    ((0, None), None, (0, 3), None),
    ((None, 3), None, (3, 6), True),
    ((None, 2), None, (2, 5), None),
    ((None, None), None, (0, 6), None),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("values", "total", "low_high", "positive"), EXAMPLES)
def test_a_worked_example_scores_as_expected(form, values, total, low_high, positive):
    answers = dict(zip(form.ITEMS, map(from_plain, values), strict=True))

    result = form.score(answers)

    assert (result.total, (result.low, result.high)) == (total, low_high)
    assert result.positive is positive


@pytest.mark.parametrize("form", FORMS)
def test_its_own_ids_are_read_where_it_was_asked_alone(form):
    first, second = form.OWN_ITEMS

    result = form.score({first: answered(3), second: DECLINED})

    assert (result.low, result.missing) == (3, (second,))


@pytest.mark.parametrize("form", FORMS)
def test_a_value_off_the_scale_names_its_item(form):
    with pytest.raises(OffScale) as refusal:
        form.score({form.ITEMS[1]: answered(4)})

    assert refusal.value.item == form.ITEMS[1]


@given(st.sampled_from([phq2, gad2]), st.integers(0, 3), st.integers(0, 2))
def test_a_worse_answer_never_lowers_the_total(form, first, second):
    def total(second):
        pair = (answered(first), answered(second))
        return form.score(dict(zip(form.ITEMS, pair, strict=True))).total

    assert total(second + 1) > total(second)
