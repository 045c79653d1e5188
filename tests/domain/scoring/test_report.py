"""Plain answers in, the plain form of a score out."""

import pytest

from intake.domain.scoring import INSTRUMENTS
from intake.domain.scoring.report import report
from intake.domain.scoring.score import OffScale

KEYS = [
    "instrument",
    "total",
    "band",
    "range",
    "positive",
    "prorated",
    "missing",
    "safety",
]
BESIDE_THEM = {
    "asq": ["asq"],
    "cssrs": ["cssrs"],
    "pcl5": ["clusters", "zone", "attention"],
}


def numbered(code, values):
    return {f"{code}_{place}": value for place, value in enumerate(values, start=1)}


def test_a_score_has_every_notion_and_null_for_those_it_lacks():
    plain = report("phq9", numbered("phq9", [2, 2, 2, 2, 2, 2, 2, 2, None]))

    assert plain == {
        "instrument": "phq9",
        "total": None,
        "band": "moderately_severe",
        "range": [16, 19],
        "positive": None,
        "prorated": 18,
        "missing": ["phq9_9"],
        "safety": "unknown",
    }


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_the_shape_is_the_same_for_every_instrument(code):
    plain = report(code, {})

    assert list(plain) == KEYS + BESIDE_THEM.get(code, [])


def test_the_pcl_5_tells_its_clusters_its_zone_and_item_16():
    plain = report("pcl5", numbered("pcl5", [2] * 15 + [3] + [0] * 4))

    assert (plain["total"], plain["positive"], plain["range"]) == (33, True, [33, 33])
    assert (plain["clusters"], plain["zone"], plain["attention"]) == (True, True, True)


def test_the_c_ssrs_has_a_triage_and_the_value_by_which_it_is_graded():
    plain = report("cssrs", numbered("cssrs", ["yes", "yes", "yes", "no", "no", "no"]))

    assert (plain["band"], plain["cssrs"]) == ("moderate", "method")


@pytest.mark.parametrize("code", ["mdq", "dast10", "qids", "wsas"])
def test_a_total_may_stand_in_place_of_the_items(code):
    plain = report(code, {f"{code}_total": 7})

    assert (plain["total"], plain["range"]) == (7, [7, 7])


@pytest.mark.parametrize("code", ["phq9", "cssrs", "pcl5"])
def test_a_total_may_not_stand_in_place_of_the_items_elsewhere(code):
    with pytest.raises(OffScale, match="has no item"):
        report(code, {f"{code}_total": 7})


def test_a_declined_item_is_missing():
    plain = report("gad7", numbered("gad7", ["declined", 1, 1, 1, 1, 1, 1]))

    assert (plain["total"], plain["missing"]) == (None, ["gad7_1"])


def test_a_question_without_a_largest_answer_has_no_range():
    assert report("drug1", {"drug_days": None})["range"] is None
    assert report("drug1", {"drug_days": 12})["range"] == [12, 12]


@pytest.mark.parametrize(
    ("when", "value"),
    [
        ("last_7_days", "recent_attempt"),
        ("last_12_months", "attempt_3_12_months"),
        ("longer_ago", "past_attempt"),
        ("declined", "attempt_3_12_months"),
        (None, "attempt_3_12_months"),
    ],
)
def test_the_asq_has_a_result_and_the_value_by_which_it_is_graded(when, value):
    answers = numbered("asq", ["no", "no", "no", "yes", "no"]) | {"asq_4_when": when}

    plain = report("asq", answers)

    assert (plain["band"], plain["asq"]) == ("non_acute_positive", value)


@pytest.mark.parametrize(
    ("sex", "positive"),
    [
        ("M", False),
        ("male", False),
        ("F", True),
        ("female", True),
        ("other", True),
        ("declined", True),
        (None, True),
    ],
)
def test_the_cut_of_the_audit_c_goes_by_the_sex_beside_it(sex, positive):
    plain = report("auditc", numbered("auditc", [2, 1, 0]) | {"sex": sex})

    assert (plain["total"], plain["positive"]) == (3, positive)


@pytest.mark.parametrize("code", ["phq2", "gad2"])
def test_a_short_form_may_be_given_by_its_own_ids(code):
    plain = report(code, {f"{code}_1": 2, f"{code}_2": None})

    assert (plain["range"], plain["missing"]) == ([2, 5], [f"{code}_2"])


def test_the_difficulty_item_may_stand_beside_the_phq9():
    answers = numbered("phq9", [1] * 9)

    assert report("phq9", answers | {"phq9_difficulty": 3}) == report("phq9", answers)


@pytest.mark.parametrize(
    ("code", "answers", "item"),
    [
        pytest.param("phq9", {"phq9_1": 4}, "phq9_1", id="off the scale"),
        pytest.param("phq9", {"phq9_1": "1"}, "phq9_1", id="text for a number"),
        pytest.param("phq9", {"phq9_10": 0}, "phq9_10", id="unknown item"),
        pytest.param("phq9", {"phq9_difficulty": 4}, "phq9_difficulty", id="beside"),
        pytest.param("phq9", {"sex": "F"}, "sex", id="sex for another instrument"),
        pytest.param("auditc", {"sex": "mail"}, "sex", id="unknown sex"),
        pytest.param(
            "pcptsd5",
            {"pcptsd5_event": "no", "pcptsd5_2": "no"},
            "pcptsd5_2",
            id="symptoms without an event",
        ),
        pytest.param("asq", {"asq_1": 1}, "asq_1", id="number for yes or no"),
        pytest.param(
            "asq",
            {"asq_4": "yes", "asq_4_when": "2019"},
            "asq_4_when",
            id="unknown window",
        ),
        pytest.param("drug1", {"drug_days": 1.5}, "drug_days", id="half a time"),
        pytest.param("phq2", {"phq9_1": 1, "phq2_1": 1}, "phq2_1", id="twice"),
    ],
)
def test_what_cannot_be_is_refused_with_the_item(code, answers, item):
    with pytest.raises(OffScale) as refusal:
        report(code, answers)

    assert refusal.value.item == item
    assert item in str(refusal.value)


def test_an_unknown_instrument_is_no_score():
    with pytest.raises(KeyError):
        report("bdi", {})
