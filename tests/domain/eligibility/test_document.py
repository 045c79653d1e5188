"""Files of facts: one person or several, and nothing at all if one cannot be read."""

import json
from datetime import date

import pytest

from intake.domain.eligibility.document import evaluate_text
from intake.domain.eligibility.facts import FactsError

from .person import BASE, PROTOCOL, TODAY


def evaluated(data, today=TODAY):
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    return evaluate_text(PROTOCOL, text, today)


def problems_of(data):
    with pytest.raises(FactsError) as refused:
        evaluated(data)
    return [str(problem) for problem in refused.value.problems]


def ids(report):
    return [found["id"] for found in report["findings"]]


def test_an_object_gives_one_report():
    report = evaluated(BASE | {"aneurysm": "yes"})

    assert (report["tier"], ids(report)) == ("contraindication_found", ["VAS-01"])


def test_a_list_gives_a_list_in_the_same_order():
    reports = evaluated([BASE, BASE | {"avm": "yes"}])

    assert [report["tier"] for report in reports] == [
        "no_barrier_found",
        "contraindication_found",
    ]
    assert evaluated([]) == []


def test_an_empty_object_is_a_person_of_whom_nothing_is_known():
    assert evaluated({})["tier"] == "more_information_needed"


@pytest.mark.parametrize(
    ("on", "found"),
    [("2026-05-20", ["VAS-04"]), ("2026-07-20", ["VAS-07"]), (None, ["VAS-07"])],
)
def test_the_day_of_the_evaluation_stands_in_the_file_or_is_today(on, found):
    facts = BASE | {"bp_sys": 190, "bp_date": "2026-05-10"}
    if on:
        facts["on"] = on

    report = evaluate_text(PROTOCOL, json.dumps(facts), date(2026, 8, 1))

    assert ids(report) == found


@pytest.mark.parametrize("on", ["today", "2026-13-01", None, 20260517, ["2026-05-17"]])
def test_a_day_that_is_none_is_refused(on):
    (problem,) = problems_of(BASE | {"on": on})

    assert problem == f"on: {on!r} is not a date like 2026-05-17."


def test_one_person_who_cannot_be_read_refuses_the_whole_file():
    problems = problems_of([BASE, BASE | {"age": "old"}, [], BASE | {"shoe": 43}])

    assert problems == [
        "2: age: 'old' is not a whole number.",
        "3: facts: expected an object of facts, found [].",
        "4: shoe: is no fact of this protocol.",
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("", "Expecting value", id="nothing"),
        pytest.param("{'age': 42}", "Expecting property name", id="not JSON"),
        pytest.param('{"bmi": NaN}', "NaN is not a number", id="not a number"),
        pytest.param('{"bmi": Infinity}', "Infinity is not a number", id="infinite"),
        pytest.param('{"bmi": -Infinity}', "-Infinity is not a number", id="minus"),
        pytest.param(
            '{"age": 42, "age": 17}', "age stands twice in one object", id="twice"
        ),
        pytest.param(b"\xff\xfe{", "invalid start byte", id="not UTF-8"),
        pytest.param("[" * 100_000, "recursion", id="too deep"),
        pytest.param('{"age": ' + "9" * 5000 + "}", "digits", id="endless number"),
    ],
)
def test_what_is_not_plain_json_is_refused(text, complaint):
    (problem,) = problems_of(text)

    assert problem.startswith("input: is not plain JSON: ")
    assert complaint in problem


@pytest.mark.parametrize("text", ["null", "3", '"yes"', "true"])
def test_a_lone_value_is_no_person(text):
    (problem,) = problems_of(text)

    assert problem.startswith("facts: expected an object of facts, found ")


def test_a_number_too_large_to_hold_is_refused():
    assert problems_of('{"bmi": 1e999}') == ["bmi: inf is not a finite number."]


def test_bytes_may_begin_with_a_mark():
    assert evaluated(b"\xef\xbb\xbf" + json.dumps(BASE).encode())["findings"] == []
