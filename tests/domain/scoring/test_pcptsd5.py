"""PC-PTSD-5: a gate, five symptoms, and two cuts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, NOT_APPLICABLE, answered
from intake.domain.scoring import pcptsd5
from intake.domain.scoring.score import OffScale

WORDS = {1: answered("yes"), 0: answered("no"), None: DECLINED}
Y, N = answered("yes"), answered("no")


def screen(gate, symptoms):
    given = dict(zip(pcptsd5.SYMPTOMS, (WORDS[s] for s in symptoms), strict=True))
    return {pcptsd5.GATE: gate} | given


@pytest.mark.parametrize(
    ("symptoms", "total", "low_high", "positive", "at_4"),
    [
        ([0, 0, 0, 0, 0], 0, (0, 0), False, False),
        ([1, 0, 0, 0, 0], 1, (1, 1), False, False),
        ([1, 1, 0, 0, 0], 2, (2, 2), False, False),
        ([1, 1, 1, 0, 0], 3, (3, 3), True, False),
        ([1, 1, 1, 1, 0], 4, (4, 4), True, True),
        ([1, 1, 1, 1, 1], 5, (5, 5), True, True),
        ([1, 1, None, 0, 0], None, (2, 3), None, False),
        ([1, 1, 1, None, 0], None, (3, 4), True, None),
    ],
)
def test_symptoms_are_counted_after_an_event(symptoms, total, low_high, positive, at_4):
    answers = screen(Y, symptoms)

    result = pcptsd5.score(answers)

    assert (result.total, (result.low, result.high)) == (total, low_high)
    assert result.positive is positive
    assert pcptsd5.positive_at_4(answers) is at_4


def test_no_event_scores_0_and_leaves_nothing_missing():
    hidden = dict.fromkeys(pcptsd5.SYMPTOMS, NOT_APPLICABLE)

    result = pcptsd5.score({pcptsd5.GATE: N} | hidden)

    assert (result.total, result.positive, result.missing) == (0, False, ())


@pytest.mark.parametrize("symptoms", [[None] * 5, [1] * 5], ids=["none", "all yes"])
def test_without_the_gate_there_is_no_score(symptoms):
    answers = screen(DECLINED, symptoms)

    result = pcptsd5.score(answers)

    assert (result.total, result.positive) == (None, None)
    assert result.missing == (pcptsd5.GATE,)
    assert pcptsd5.positive_at_4(answers) is None


@pytest.mark.parametrize("symptom", [Y, N], ids=["yes", "no"])
def test_symptoms_without_an_event_are_refused(symptom):
    with pytest.raises(OffScale) as refusal:
        pcptsd5.score({pcptsd5.GATE: N, "pcptsd5_3": symptom})

    assert refusal.value.item == "pcptsd5_3"


@pytest.mark.parametrize("value", [1, True, "maybe"], ids=repr)
def test_an_answer_other_than_yes_or_no_is_refused(value):
    with pytest.raises(OffScale) as refusal:
        pcptsd5.score({pcptsd5.GATE: Y, "pcptsd5_2": answered(value)})

    assert refusal.value.item == "pcptsd5_2"


@given(
    st.lists(st.sampled_from([0, 1, None]), min_size=5, max_size=5),
    st.integers(0, 4),
)
def test_a_further_yes_never_lowers_the_count(symptoms, place):
    worse = [*symptoms[:place], 1, *symptoms[place + 1 :]]

    before = pcptsd5.score(screen(Y, symptoms))
    after = pcptsd5.score(screen(Y, worse))

    assert after.low >= before.low
    assert not (before.positive and not after.positive)
