"""Which answers are named as the reason of a finding."""

import pytest

from intake.domain.answer import NOT_ASKED, UNSURE, answered
from intake.domain.eligibility.causes import causes_of
from intake.domain.predicate import read_predicate

from .person import PROTOCOL

KNOWN = {
    "aneurysm": answered("yes"),
    "avm": answered("no"),
    "ich": UNSURE,
    "htn": NOT_ASKED,
    "med": answered(["SED", "XAN", "AC"]),
}
ANEURYSM = {"fact": "aneurysm", "value": "yes"}
AVM = {"fact": "avm", "value": "yes"}
ICH = {"fact": "ich", "value": "yes"}


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        pytest.param(ANEURYSM, {"aneurysm": "yes"}, id="one answer"),
        pytest.param({"any": [AVM, ANEURYSM]}, {"aneurysm": "yes"}, id="any"),
        pytest.param(
            {"all": [ANEURYSM, {"not": AVM}]},
            {"aneurysm": "yes", "avm": "no"},
            id="all, with a reverse",
        ),
        pytest.param({"not": {"any": [AVM]}}, {"avm": "no"}, id="reverse of any"),
        pytest.param(
            {"not": {"all": [ANEURYSM, AVM, ICH]}}, {"avm": "no"}, id="reverse of all"
        ),
        pytest.param(
            {"not": {"not": ANEURYSM}}, {"aneurysm": "yes"}, id="reverse twice"
        ),
        pytest.param(
            {"fact": "ich", "op": "!=", "value": "yes"}, {"ich": "unsure"}, id="unsure"
        ),
        pytest.param(
            {"fact": "htn", "op": "exists", "value": False},
            {"htn": None},
            id="not asked",
        ),
        pytest.param(
            {
                "all": [
                    {"fact": "med", "op": "contains", "value": "XAN"},
                    {"fact": "med", "op": "contains", "value": "AC"},
                ]
            },
            {"med": ["AC", "XAN"]},
            id="only the codes looked for",
        ),
        pytest.param({"any": [AVM, ICH]}, {}, id="nothing, when it is not met"),
    ],
)
def test_the_answers_by_which_a_condition_is_met_are_named(data, facts):
    causes = causes_of(read_predicate(data), KNOWN, PROTOCOL.facts)

    assert {cause.fact: cause.value for cause in causes} == facts


def test_a_cause_carries_its_words_and_its_unit():
    over = read_predicate({"fact": "bmi", "op": ">=", "value": 40})

    (cause,) = causes_of(over, {"bmi": answered(41.5)}, PROTOCOL.facts)

    assert (cause.label, cause.value, cause.unit) == ("body mass index", 41.5, "kg/m²")
