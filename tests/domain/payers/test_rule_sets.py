"""Rule sets of payers: what ships, and what is refused."""

from datetime import date

import pytest

from intake.domain.eligibility.problem import DocumentError
from intake.domain.payers.ruleset import (
    FailedTrials,
    Stated,
    every_requirement,
    read_rule_set,
)
from intake.domain.payers.shipped import FOLDER, load_rule_sets

SHIPPED = sorted(path.stem for path in FOLDER.glob("*.toml"))
STATED = {"id": "a", "kind": "stated", "text": "Something", "basis": "V2"}
LEAST = {
    "code": "example",
    "name": "Example",
    "source": "A page",
    "seen": "An excerpt",
    "basis": "V2",
    "read_on": date(2026, 11, 22),
    "requirements": [STATED],
}
TRIALS = {"id": "t", "kind": "trials", "text": "Trials", "basis": "V", "count": 2}
SCORE = {"id": "s", "kind": "score", "text": "Score", "basis": "V"}
ANSWERED = {"id": "w", "kind": "answered", "text": "Said", "basis": "V"}


def with_requirement(row):
    return LEAST | {"requirements": [row]}


def problems(data):
    with pytest.raises(DocumentError) as refused:
        read_rule_set(data, "example.toml")
    return "\n".join(map(str, refused.value.problems))


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_rule_set_has_the_code_of_its_file_and_says_where_it_is_from(code):
    rules = load_rule_sets()[code]

    assert rules.code == code
    assert rules.source.endswith(".")
    assert rules.seen.endswith(".")
    assert rules.read_on == date(2026, 11, 22)


@pytest.mark.parametrize("code", SHIPPED)
def test_a_shipped_rule_set_asks_for_failed_trials_among_other_things(code):
    kinds = [type(each) for each in load_rule_sets()[code].requirements]

    assert kinds.count(FailedTrials) == 1
    assert len(kinds) > 1


def test_what_the_published_criteria_ask_for_is_what_the_files_say():
    def trials(code):
        asked = every_requirement(load_rule_sets()[code])
        found = next(each for each in asked if isinstance(each, FailedTrials))
        return found.count, found.classes, found.weeks, found.years

    assert {code: trials(code) for code in SHIPPED} == {
        "carefirst": (2, 2, 8, 5),
        "cigna": (2, 2, 6, None),
        "other_four": (4, 2, None, None),
        "other_two": (2, 1, None, None),
        "qualchoice": (2, 1, 4, None),
        "western_health": (2, 2, 4, None),
    }


def test_the_least_rule_set_can_be_read():
    rules = read_rule_set(LEAST, "example.toml")

    assert [type(each) for each in rules.requirements] == [Stated]
    assert not rules.is_over(date(2099, 1, 1))


def test_a_rule_set_is_over_after_its_last_day():
    rules = read_rule_set(LEAST | {"effective_until": date(2026, 12, 31)}, "x")

    assert not rules.is_over(date(2026, 12, 31))
    assert rules.is_over(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param({}, "'code' must be a text", id="empty"),
        pytest.param(LEAST | {"read_on": "2026"}, "must be a date", id="no date"),
        pytest.param(LEAST | {"basis": "Z"}, "'basis' is 'Z'", id="unknown basis"),
        pytest.param(LEAST | {"requirements": []}, "not empty", id="asks nothing"),
        pytest.param(LEAST | {"weeks": 6}, "not known here", id="a stray key"),
        pytest.param(
            LEAST | {"requirements": [STATED, STATED]}, "stands twice", id="id twice"
        ),
        pytest.param(
            with_requirement(STATED | {"kind": "wish"}), "'kind'", id="unknown kind"
        ),
        pytest.param(
            with_requirement(TRIALS | {"count": 0}), "at least 1", id="no trials"
        ),
        pytest.param(
            with_requirement(TRIALS | {"classes": 3}),
            "more classes than trials",
            id="more classes than trials",
        ),
        pytest.param(
            with_requirement(SCORE | {"instruments": ["madrs"]}),
            "no instrument 'madrs'",
            id="an instrument that is not here",
        ),
        pytest.param(with_requirement(SCORE), "at least one", id="no instrument"),
        pytest.param(with_requirement(ANSWERED), "must be a condition", id="no when"),
        pytest.param(
            with_requirement(
                ANSWERED | {"when": {"fact": "a", "op": "!=", "value": "yes"}}
            ),
            "not known as met",
            id="a condition that the unknown fulfils",
        ),
    ],
)
def test_a_rule_set_that_cannot_be_used_is_refused_with_the_reason(data, sentence):
    assert sentence in problems(data)


def test_every_problem_is_named_at_once():
    found = problems(LEAST | {"name": "", "requirements": [TRIALS | {"count": None}]})

    assert "example.toml: 'name'" in found
    assert "example.toml.requirements.t: 'count'" in found
