"""Reading facts from plain data: what is taken, and what is refused with its name."""

import math

import pytest

from intake.domain.answer import DECLINED, NOT_APPLICABLE, SKIPPED, UNSURE, answered
from intake.domain.eligibility.facts import FactsError, check_facts

from .person import PROTOCOL


def problems_of(data, where=""):
    with pytest.raises(FactsError) as refused:
        check_facts(PROTOCOL, data, where)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("aneurysm", "yes", answered("yes")),
        ("aneurysm", "no", answered("no")),
        ("aneurysm", "unsure", UNSURE),
        ("aneurysm", "declined", DECLINED),
        ("aneurysm", None, SKIPPED),
        ("pregnant", "na", NOT_APPLICABLE),
        ("age", 0, answered(0)),
        ("age", 130, answered(130)),
        ("age", "declined", DECLINED),
        ("bmi", 27, answered(27)),
        ("bmi", 27.5, answered(27.5)),
        ("drug_days", 4000, answered(4000)),
        ("auditc_pos", False, answered(False)),
        ("auditc_pos", None, SKIPPED),
        ("trd", "possible", answered("possible")),
        ("trd", "unsure", UNSURE),
        ("asq", "declined", answered("declined")),
        ("asq", "unsure", UNSURE),
        ("med", [], answered([])),
        ("med", ["AD", "BZD", "AD"], answered(["AD", "BZD"])),
        ("med", "unsure", UNSURE),
        ("routes", ["in"], answered(["in"])),
        ("bp_date", "2026-05-17", answered("2026-05-17")),
    ],
)
def test_a_value_or_a_state_is_taken(name, value, answer):
    assert check_facts(PROTOCOL, {name: value}) == {name: answer}


YES_NO = "is not one of yes, no, unsure, declined."


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("aneurism", "yes", "is no fact of this protocol."),
        ("on", "2026-05-17", "is no fact of this protocol."),
        ("aneurysm", "maybe", f"'maybe' {YES_NO}"),
        ("aneurysm", "Yes", f"'Yes' {YES_NO}"),
        ("aneurysm", "", f"'' {YES_NO}"),
        ("aneurysm", True, f"True {YES_NO}"),
        ("aneurysm", 1, f"1 {YES_NO}"),
        ("aneurysm", ["yes"], f"['yes'] {YES_NO}"),
        ("aneurysm", {"value": "yes"}, f"{{'value': 'yes'}} {YES_NO}"),
        ("aneurysm", "na", f"'na' {YES_NO}"),
        ("pregnant", "x", "'x' is not one of yes, no, unsure, declined, na."),
        ("age", "42", "'42' is not a whole number."),
        ("age", 42.5, "42.5 is not a whole number."),
        ("age", True, "True is not a whole number."),
        ("age", -1, "-1 is below 0."),
        ("age", 131, "131 is above 130."),
        ("age", "na", "'na' is not a whole number."),
        ("phq9", 28, "28 is above 27."),
        ("item9", 4, "4 is above 3."),
        ("auditc", 13, "13 is above 12."),
        ("drug_days", -1, "-1 is below 0."),
        ("bp_sys", 59, "59 is below 60."),
        ("bp_sys", 261, "261 is above 260."),
        ("bp_dia", 29, "29 is below 30."),
        ("bp_dia", 161, "161 is above 160."),
        ("bmi", "27", "'27' is not a number."),
        ("bmi", False, "False is not a number."),
        ("bmi", math.nan, "nan is not a finite number."),
        ("bmi", math.inf, "inf is not a finite number."),
        ("bmi", 4.9, "4.9 is below 5."),
        ("auditc_pos", "yes", "'yes' is not true or false."),
        ("auditc_pos", 1, "1 is not true or false."),
        ("trd", "maybe", "'maybe' is not one of met, possible, not_met."),
        ("trd", 2, "2 is not one of met, possible, not_met."),
        ("med", "AD", "'AD' is not a list of codes."),
        ("med", ["AD", "XYZ"], "'XYZ' is not one of AC, AD,"),
        ("med", [None], "None is not one of AC, AD,"),
        ("med", {"AD": 1}, "{'AD': 1} is not a list of codes."),
        ("routes", ["oral"], "'oral' is not one of iv_im, in."),
        ("bp_date", "17.05.2026", "'17.05.2026' is not a date like 2026-05-17."),
        ("bp_date", "2026-W20-7", "'2026-W20-7' is not a date like 2026-05-17."),
        ("bp_date", "2026-02-30", "'2026-02-30' is not a date like 2026-05-17."),
        ("bp_date", 20260517, "20260517 is not a date like 2026-05-17."),
    ],
)
def test_what_cannot_be_is_refused_with_its_name_and_a_sentence(name, value, sentence):
    (problem,) = problems_of({name: value})

    assert problem.startswith(f"{name}: {sentence}")


@pytest.mark.parametrize("diastolic", [80, 81])
def test_the_upper_pressure_must_be_above_the_lower(diastolic):
    problems = problems_of({"bp_sys": 80, "bp_dia": diastolic})

    assert problems == [f"bp_sys: 80 is not above bp_dia {diastolic}."]


@pytest.mark.parametrize("missing", [None, "unsure", "declined"])
def test_a_pressure_is_compared_only_when_both_are_given(missing):
    facts = check_facts(PROTOCOL, {"bp_sys": 80, "bp_dia": missing})

    assert facts["bp_sys"] == answered(80)


def test_every_problem_is_listed():
    problems = problems_of({"age": -1, "shoe": 43, "avm": "maybe", "ich": "no"})

    assert [problem.split(":")[0] for problem in problems] == ["age", "shoe", "avm"]


def test_a_problem_may_say_where_it_stands():
    assert problems_of({"age": -1}, where="3: ") == ["3: age: -1 is below 0."]


@pytest.mark.parametrize("data", [None, [], "yes", 3, True])
def test_what_is_no_object_of_facts_is_refused(data):
    assert problems_of(data) == [f"facts: expected an object of facts, found {data!r}."]
