"""PCL-5: twenty items, a cut of 33, the clusters of the DSM-5, and item 16."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, answered, from_plain
from intake.domain.scoring import pcl5
from intake.domain.scoring.score import OffScale

LINES = (Path(__file__).parent / "vectors" / "pcl5.jsonl").read_text(encoding="utf-8")
VECTORS = [
    pytest.param(vector, id=vector["id"])
    for vector in map(json.loads, LINES.splitlines())
]

item_points = st.integers(0, 4)
twenty = st.lists(item_points, min_size=20, max_size=20)
some = st.lists(st.none() | item_points, min_size=20, max_size=20)


def checklist(values):
    return dict(zip(pcl5.ITEMS, map(from_plain, values), strict=True))


def only(**points):
    """Nothing but these items: ``b1=2`` is item 1 at 2 points."""
    values = [0] * 20
    for name, value in points.items():
        values[int(name[1:]) - 1] = value
    return checklist(values)


@pytest.mark.parametrize("vector", VECTORS)
def test_a_worked_example_scores_as_expected(vector):
    answers = checklist(vector["a"])

    result = pcl5.score(answers)

    assert (result.total, result.positive) == (vector["total"], vector["positive"])
    assert [result.low, result.high] == vector.get("range", [vector["total"]] * 2)
    assert pcl5.details(answers) == {
        "clusters": vector["clusters"],
        "zone": vector["zone"],
        "attention": vector["a"][15] >= 3,
    }


def test_there_are_neither_bands_nor_estimates_nor_a_safety_item():
    result = pcl5.score(checklist([None] + [2] * 19))

    assert (result.band, result.prorated, result.safety) == (None, None, None)


@pytest.mark.parametrize(
    ("short_of", "answers"),
    [
        pytest.param("B", only(c6=2, d8=2, d9=2, e15=2, e16=2), id="none of B"),
        pytest.param("C", only(b1=2, d8=2, d9=2, e15=2, e16=2), id="none of C"),
        pytest.param("D", only(b1=2, c6=2, d8=2, e15=2, e16=2), id="one of D"),
        pytest.param("E", only(b1=2, c6=2, d8=2, d9=2, e20=2), id="one of E"),
        pytest.param("B", only(b1=1, c6=2, d8=2, d9=2, e15=2, e16=2), id="B at 1"),
    ],
)
def test_every_cluster_needs_its_symptoms(short_of, answers):
    items, least = pcl5.CLUSTERS[short_of]
    enough = answers | dict.fromkeys(items[:least], answered(2))

    assert pcl5.meets_clusters(answers) is False
    assert pcl5.meets_clusters(enough) is True


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        pytest.param(("pcl5_1",), None, id="the only symptom of B"),
        pytest.param(("pcl5_10",), True, id="D is met without it"),
        pytest.param(("pcl5_6", "pcl5_7"), None, id="all of C"),
    ],
)
def test_the_clusters_depend_on_a_missing_item_only_where_it_counts(missing, expected):
    answers = only(b1=2, c6=2, d8=2, d9=2, e15=2, e16=2)

    gaps = dict.fromkeys(missing, DECLINED)

    assert pcl5.meets_clusters(answers | gaps) is expected


def test_clusters_that_cannot_be_met_any_more_are_not_met():
    assert pcl5.meets_clusters(only(e15=2) | {"pcl5_1": DECLINED}) is False


@pytest.mark.parametrize(
    ("total", "inside"), [(30, False), (31, True), (32, True), (33, True), (34, False)]
)
def test_the_zone_is_where_published_cuts_disagree(total, inside):
    values = [4] * (total // 4) + [total % 4] + [0] * 20

    assert pcl5.is_in_zone(pcl5.score(checklist(values[:20]))) is inside


@pytest.mark.parametrize(
    ("rest", "inside"),
    [([0, None], None), ([3, None], None), ([4, None], False), ([0, 0], False)],
)
def test_the_zone_is_open_while_a_missing_item_may_lead_into_it(rest, inside):
    answers = checklist([2] * 15 + [0] * 3 + rest)

    assert pcl5.is_in_zone(pcl5.score(answers)) is inside


@pytest.mark.parametrize(
    ("value", "attention"),
    [(0, False), (2, False), (3, True), (4, True), (None, None), ("declined", None)],
)
def test_item_16_asks_for_attention_from_3(value, attention):
    answers = checklist([0] * 15 + [value] + [0] * 4)

    assert pcl5.takes_risks(answers) is attention


@pytest.mark.parametrize("value", [5, -1, 1.5, "2", True], ids=repr)
def test_a_value_off_the_scale_names_its_item(value):
    with pytest.raises(OffScale) as refusal:
        pcl5.score(checklist([0] * 20) | {"pcl5_20": answered(value)})

    assert refusal.value.item == "pcl5_20"


@given(twenty, st.integers(0, 19))
def test_a_worse_answer_never_lowers_the_total_or_the_clusters(values, place):
    worse = [*values[:place], 4, *values[place + 1 :]]

    before, after = checklist(values), checklist(worse)

    assert pcl5.score(after).total >= pcl5.score(before).total
    assert pcl5.meets_clusters(after) >= pcl5.meets_clusters(before)


@given(some)
def test_what_is_said_of_the_clusters_holds_for_whatever_is_missing(values):
    said = pcl5.meets_clusters(checklist(values))

    ends = {
        pcl5.meets_clusters(checklist([fill if v is None else v for v in values]))
        for fill in (0, 4)
    }
    assert said == (ends.pop() if len(ends) == 1 else None)


@given(twenty, st.sampled_from(pcl5.ITEMS))
def test_a_missing_item_never_gives_a_total(values, item):
    result = pcl5.score(checklist(values) | {item: DECLINED})

    assert (result.total, result.missing) == (None, (item,))
