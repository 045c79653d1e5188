"""C-SSRS screener triage: the most worrisome answer counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, SKIPPED, answered
from intake.domain.scoring import cssrs

SAID = {"Y": answered("yes"), "N": answered("no"), "D": DECLINED, "-": SKIPPED}


def screen(letters):
    """Seven letters for items 1 to 6 and 6r: Yes, No, Declined, - not asked."""
    return {
        item: SAID[letter] for item, letter in zip(cssrs.ITEMS, letters, strict=True)
    }


@pytest.mark.parametrize(
    ("letters", "triage", "value"),
    [
        pytest.param("NN---N-", "none", "none", id="CS-01"),
        pytest.param("YN---N-", "low", "low", id="CS-02"),
        pytest.param("YYNNNN-", "low", "low", id="CS-03"),
        pytest.param("YYYNNN-", "moderate", "method", id="CS-04"),
        pytest.param("NN---YN", "moderate", "past_behavior", id="CS-05"),
        pytest.param("YYYYNN-", "high", "high", id="CS-06"),
        pytest.param("YYNNYN-", "high", "high", id="CS-07"),
        pytest.param("NN---YY", "high", "high", id="CS-08"),
        pytest.param("YYYYYYY", "high", "high", id="CS-09"),
        pytest.param("Y----N-", "unknown", "unknown", id="CS-10"),
        pytest.param("NYNYNN-", "high", "high", id="CS-11"),
        pytest.param("NN---Y-", "unknown", "unknown", id="CS-12"),
        pytest.param("NNNNYN-", "high", "high", id="a positive that was not due"),
        pytest.param("YYY-DN-", "unknown", "unknown", id="method, plan declined"),
        pytest.param("-------", "unknown", "unknown", id="nothing answered"),
    ],
)
def test_an_example_gives_its_level(letters, triage, value):
    answers = screen(letters)

    assert cssrs.triage(answers) == triage
    assert cssrs.fact(answers) == value


@pytest.mark.parametrize(
    ("letters", "missing"),
    [
        ("NN---N-", ()),
        ("NY---N-", cssrs.AFTER_THOUGHTS),
        ("NN---Y-", (cssrs.RECENT_BEHAVIOR,)),
        ("-------", (cssrs.WISH, cssrs.THOUGHTS, cssrs.BEHAVIOR)),
    ],
)
def test_an_item_is_missing_only_where_it_is_due(letters, missing):
    assert cssrs.missing(screen(letters)) == missing


@pytest.mark.parametrize(
    ("letters", "positive", "safety"),
    [
        ("NN---N-", False, "none"),
        ("YN---N-", True, "follow_up"),
        ("YYYNNN-", True, "follow_up"),
        ("NN---YY", True, "follow_up"),
        ("Y----N-", True, "unknown"),
        ("NN-----", None, "unknown"),
        ("-------", None, "unknown"),
    ],
)
def test_a_score_has_the_triage_for_its_band_and_no_points(letters, positive, safety):
    answers = screen(letters)

    result = cssrs.score(answers)

    assert (result.band, result.missing) == (
        cssrs.triage(answers),
        cssrs.missing(answers),
    )
    assert (result.positive, result.safety) == (positive, safety)
    assert (result.total, result.low, result.high) == (None, None, None)


@given(st.text(alphabet="YND-", min_size=7, max_size=7))
def test_only_a_complete_screener_without_a_yes_is_negative(letters):
    result = cssrs.score(screen(letters))

    assert (result.positive is False) == ("Y" not in letters and not result.missing)
    assert (result.safety == "none") == (result.positive is False)


@given(st.text(alphabet="YN", min_size=7, max_size=7), st.integers(0, 6))
def test_a_yes_in_place_of_a_no_never_lowers_the_level(letters, place):
    order = ["none", "low", "moderate", "high"]
    worse = letters[:place] + "Y" + letters[place + 1 :]

    before, after = (cssrs.triage(screen(said)) for said in (letters, worse))

    assert order.index(after) >= order.index(before)
