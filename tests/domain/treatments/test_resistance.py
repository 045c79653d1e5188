"""Counting the failed trials of a history."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.treatments.resistance import (
    augmentations,
    summarise,
    used_augmentation,
)
from intake.domain.treatments.trials import Trial

from .strategies import histories, names_of_facts
from .vectors import TRIALS, trial


def summary(*vectors):
    found = summarise(TRIALS[vector] for vector in vectors)
    return found.definite, found.maximum, str(found.status)


@pytest.mark.parametrize(
    ("vectors", "expected"),
    [
        pytest.param(("TR-01", "TR-03"), (2, 2, "met"), id="TR-12"),
        pytest.param(("TR-01", "TR-08"), (1, 2, "possible"), id="TR-13"),
        pytest.param(("TR-02", "TR-04"), (0, 0, "not_met"), id="TR-14"),
        pytest.param(("TR-01", "TR-01"), (1, 1, "not_met"), id="TR-15 same drug twice"),
        pytest.param(("TR-23", "TR-24"), (1, 1, "not_met"), id="TR-24 Symbyax, Prozac"),
        pytest.param((), (0, 0, "not_met"), id="none tried"),
        pytest.param(("TR-08", "TR-10"), (0, 2, "possible"), id="two are open"),
        pytest.param(
            ("TR-01", "TR-20"), (1, 1, "not_met"), id="open, but the same drug"
        ),
        pytest.param(("TR-01", "TR-03", "TR-10"), (2, 3, "met"), id="met and one open"),
    ],
)
def test_worked_histories(vectors, expected):
    assert summary(*vectors) == expected


def test_olanzapine_fluoxetine_is_a_failure_and_one_augmentation():
    history = [TRIALS["TR-23"]]

    assert summarise(history).definite == 1
    assert augmentations(history) == (TRIALS["TR-23"],)


def test_olanzapine_fluoxetine_counts_from_the_minimum_of_fluoxetine():
    history = [replace(TRIALS["TR-23"], dose=20)]

    assert summarise(history).definite == 1


def test_forms_of_one_drug_are_one_drug_and_drugs_of_one_class_are_two():
    facts = {"dose": 375, "weeks_at_highest": 8, "improvement": 0}

    forms = [trial(name, **facts) for name in ("Effexor", "Effexor XR")]
    one_class = [trial(name, **facts) for name in ("Zoloft", "Prozac")]

    assert summarise(forms).definite == 1
    assert summarise(one_class).definite == 2


def test_augmentation_never_counts_as_a_second_antidepressant():
    lithium = trial("lithium", dose=900, weeks_at_highest=12, improvement=0)

    assert summarise([TRIALS["TR-01"], lithium]).maximum == 1


@pytest.mark.parametrize(
    ("names", "maximum"),
    [
        pytest.param(("", ""), 2, id="nameless ones may differ"),
        pytest.param(("zorblax", "Zorblax"), 1, id="one name"),
        pytest.param(("zorblax", "florbix"), 2, id="two names"),
    ],
)
def test_agents_outside_the_table_count_by_the_name_written(names, maximum):
    assert summarise([Trial(name=name) for name in names]).maximum == maximum


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("citalopram", "escitalopram"),
        ("venlafaxine", "desvenlafaxine"),
        ("milnacipran", "levomilnacipran"),
        ("bupropion", "dextromethorphan-bupropion"),
    ],
)
def test_closely_related_drugs_are_noted_and_not_merged(one, other):
    facts = {"dose": 400, "weeks_at_highest": 8, "improvement": 0}

    found = summarise([trial(other, **facts), trial(one, **facts)])

    assert found.definite == 2
    assert [(note.why, dict(note.values)) for note in found.notes] == [
        ("note.related_drugs", {"drug": one, "other": other})
    ]


def test_a_related_drug_that_is_not_counted_needs_no_note():
    found = summarise([TRIALS["TR-03"], trial("citalopram", dose=10)])

    assert found.notes == ()


def test_a_drug_listed_twice_is_noted():
    found = summarise([TRIALS["TR-01"], TRIALS["TR-20"]])

    assert [(note.why, dict(note.values)) for note in found.notes] == [
        ("note.same_drug", {"drug": "sertraline"})
    ]


@pytest.mark.parametrize(
    ("history", "used"),
    [
        pytest.param([], False, id="nothing"),
        pytest.param([TRIALS["TR-01"]], False, id="an antidepressant alone"),
        pytest.param([replace(TRIALS["TR-01"], added_to=True)], True, id="combination"),
        pytest.param(
            [replace(TRIALS["TR-01"], added_to=None)], None, id="perhaps added"
        ),
        pytest.param([trial("lithium", weeks_total=4)], True, id="four weeks"),
        pytest.param([trial("lithium", weeks_at_highest=4)], True, id="at one dose"),
        pytest.param([trial("lithium", weeks_total=3)], False, id="three weeks"),
        pytest.param([trial("lithium", weeks_at_highest=3)], None, id="three or more"),
        pytest.param([trial("lithium")], None, id="weeks not known"),
        pytest.param(
            [trial("quetiapine", weeks_total=9, indication="other")], False, id="sleep"
        ),
        pytest.param(
            [trial("lithium", weeks_total=9, episode="other")], False, id="long ago"
        ),
        pytest.param(
            [trial("lithium", weeks_total=9, episode=None)], None, id="perhaps long ago"
        ),
        pytest.param([trial("melatonin", weeks_total=9)], False, id="not counted"),
        pytest.param(
            [Trial(name="zorblax", weeks_total=9)], None, id="not in the table"
        ),
        pytest.param(
            [Trial(name="zorblax", weeks_total=2)], False, id="too short anyway"
        ),
        pytest.param([TRIALS["TR-23"]], True, id="olanzapine-fluoxetine"),
        pytest.param(
            [trial("lithium"), trial("lithium", weeks_total=9)], True, id="one suffices"
        ),
    ],
)
def test_augmentation_is_used_not_used_or_not_known(history, used):
    assert used_augmentation(history) is used


@given(histories, st.randoms())
def test_the_order_of_trials_makes_no_difference(history, random):
    mixed = random.sample(history, len(history))

    one, other = summarise(history), summarise(mixed)

    assert (one.definite, one.maximum, one.status) == (
        other.definite,
        other.maximum,
        other.status,
    )
    assert one.notes == other.notes
    assert used_augmentation(history) is used_augmentation(mixed)


@given(histories.filter(bool), st.data(), names_of_facts)
def test_an_unknown_answer_widens_the_range(history, data, fact):
    at = data.draw(st.integers(0, len(history) - 1))
    less_known = history.copy()
    less_known[at] = replace(history[at], **{fact: None})

    before, after = summarise(history), summarise(less_known)

    assert after.definite <= before.definite
    assert after.maximum >= before.maximum


@given(histories)
def test_the_maximum_is_at_least_what_is_definite(history):
    found = summarise(history)

    assert 0 <= found.definite <= found.maximum <= len(history)
    assert len(found.judgements) == len(history)
