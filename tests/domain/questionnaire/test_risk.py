"""A question that may mean danger is graded, or the questionnaire is refused."""

import pytest

from intake.domain.questionnaire.risk import is_safety_item, safety_items

from .builders import (
    INSTRUMENT,
    choose,
    define,
    group,
    many,
    screening,
    sentences,
    when,
    yes_no,
)

POINTS = [{"ordinal": points, "text": f"{points}"} for points in range(4)]
ITEM9 = choose("phq9_9") | {"options": POINTS}


def of(*items, **blocks):
    return sentences(define(group("a", *items), **blocks))


def test_the_shipped_safety_questions_are_known():
    found = safety_items(screening())

    assert found == {
        *("phq9_9", "asq_1", "asq_2", "asq_3", "asq_4", "asq_4_when", "asq_5"),
        *("self_harm_now", "harm_others_now", "command_voices"),
        *("medical_emergency", "cv_unstable", "bp_sys", "bp_dia"),
    }


def test_other_facts_and_questions_are_not_about_safety():
    definition = define(
        group("a", yes_no("calm")),
        facts={"aneurysm": "calm", "self_harm_now": "gone"},
    )

    assert safety_items(definition) == set()


@pytest.mark.parametrize("name", ["asq_1", "screen", "asq", "today"])
def test_a_group_around_a_safety_question_counts_too(name):
    assert is_safety_item(screening(), name)


@pytest.mark.parametrize("name", ["aneurysm", "mood_of_nobody", "medicines"])
def test_what_holds_no_safety_question_does_not(name):
    assert not is_safety_item(screening(), name)


def test_a_question_about_self_harm_that_no_fact_reads_is_refused():
    assert of(ITEM9) == ["phq9_9: its answers would raise no alert: no fact 'item9'."]


def test_a_fact_that_reads_another_question_does_not_hear_it():
    other = ITEM9 | {"link_id": "other"}

    found = of(ITEM9, other, facts={"item9": "other"}, screen=["other"])

    assert found == ["phq9_9: its answers would raise no alert: no fact 'item9'."]


def test_a_suicide_screen_that_no_fact_reads_is_refused():
    assert of(yes_no("asq_1")) == [
        "asq_1: its answers would raise no alert: no fact 'asq'."
    ]


def test_what_is_read_and_in_the_screen_is_sound():
    assert of(ITEM9, facts={"item9": "phq9_9"}, screen=["phq9_9"]) == []


def test_a_question_of_the_screen_that_the_screen_does_not_name_is_refused():
    assert of(ITEM9, facts={"item9": "phq9_9"}) == [
        "phq9_9: it belongs to the suicide screen, so 'screen' must name it."
    ]


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(yes_no("phq9_9"), id="yes or no"),
        pytest.param(ITEM9 | {"options": POINTS[:3]}, id="three points"),
        pytest.param(choose("phq9_9", "0", "1", "2", "3"), id="codes"),
        pytest.param(ITEM9 | {"repeats": True}, id="several"),
    ],
)
def test_an_item_that_cannot_be_graded_is_refused_before_it_is_asked(item):
    found = of(item, facts={"item9": "phq9_9"}, screen=["phq9_9"])

    assert found == ["facts.item9: its answers must be the points 0 to 3."]


@pytest.mark.parametrize("fact", ["self_harm_now", "harm_others_now", "command_voices"])
@pytest.mark.parametrize(
    ("rule", "is_sound"),
    [
        pytest.param("truth", True, id="yes or no"),
        pytest.param({"when": when("code", "often")}, True, id="condition"),
        pytest.param("code", False, id="codes"),
        pytest.param(
            {"item": "code", "translate": {"often": "yes", "never": "no"}},
            True,
            id="codes translated",
        ),
        pytest.param(
            {"item": "code", "translate": {"often": "yes"}}, False, id="one of them"
        ),
        pytest.param({"calculate": "age"}, False, id="calculation"),
    ],
)
def test_danger_now_is_yes_or_no(fact, rule, is_sound):
    found = of(yes_no("truth"), choose("code", "often", "never"), facts={fact: rule})

    refused = [f"facts.{fact}: its answers must be yes or no."]
    assert found == ([] if is_sound else refused)


def test_the_screen_is_graded_by_its_own_calculation():
    found = of(yes_no("q"), facts={"asq": "q"}, screen=["q"])

    assert found == ["facts.asq: it must be the calculation 'asq'."]


def test_two_questions_of_a_longer_instrument_need_no_grading():
    definition = define(
        group("a", {"instrument": "phq2"}), instruments={"phq2": INSTRUMENT}
    )

    assert sentences(definition) == []


def test_an_alarm_makes_its_questions_safety_questions():
    definition = define(
        group("a", yes_no("pain"), yes_no("calm")),
        many("list", yes_no("inside")),
        urgent=[{"code": "p", "kind": "heart", "when": when("pain", "yes")}],
    )

    assert safety_items(definition) == {"pain"}
