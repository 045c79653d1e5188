"""Words that may be published once somebody has accepted them."""

import pytest

from intake.domain.questionnaire.validation import problems, warnings

from .builders import INSTRUMENT, define, group, screening, yes_no

HARD = (
    "Preoperative anticoagulation necessitates individualised gastroenterological "
    "consultation before administration of esketamine."
)
REASON = "We ask all of you this."


def warned(*items, **blocks):
    instruments = blocks.pop("instruments", {})
    definition = define(
        group("a", *items, why=REASON), instruments=instruments, **blocks
    )
    return [(problem.link_id, problem.sentence) for problem in warnings(definition)]


def test_plain_questions_have_no_warning():
    assert (
        warned(yes_no("q", text="Do you have pain in your chest on most days?")) == []
    )


@pytest.mark.parametrize("part", ["text", "help", "why"])
def test_a_question_that_is_hard_to_read_is_a_warning_and_no_problem(part):
    definition = define(group("a", yes_no("q", **{part: HARD}), why=REASON))

    assert problems(definition) == ()
    [warning] = warnings(definition)
    assert warning.link_id == "q"
    assert "grade 8 is the most" in warning.sentence


def test_question_help_and_reason_are_read_as_one():
    plain = "We ask all of us this. It is fine to say no. Take your time."

    assert warned(yes_no("q", text=HARD, help=f"{plain} " * 8)) == []


def test_a_short_name_of_an_illness_is_not_judged():
    assert warned(yes_no("q", text="Do you have hypertriglyceridemia?")) == []


def test_only_english_is_measured():
    both = {"en": "Do you smoke?", "es": HARD}

    assert warned(yes_no("q", text=both), languages=["en"]) == []


def test_the_words_of_an_instrument_are_not_judged():
    hard = [INSTRUMENT["items"][0] | {"text": {"en": HARD}}, INSTRUMENT["items"][1]]

    assert (
        warned(
            {"instrument": "phq2"}, instruments={"phq2": INSTRUMENT | {"items": hard}}
        )
        == []
    )


def test_an_instrument_without_confirmed_words_in_a_language_is_named_once():
    title = {"en": "Test", "es": "Prueba"}
    both = {"en": REASON, "es": "Preguntamos a todos."}
    definition = define(
        group("a", {"instrument": "phq2"}, text=title, why=both),
        title=title,
        languages=["en", "es"],
        instruments={"phq2": INSTRUMENT},
    )

    assert problems(definition) == ()
    assert [(w.place, w.link_id) for w in warnings(definition)] == [("phq2", "phq2")]
    assert "'es'" in warnings(definition)[0].sentence


def test_no_more_shipped_questions_become_hard_to_read():
    hard = {warning.link_id for warning in warnings(screening())}

    assert hard <= {
        *("pheo", "allergy", "bad_reaction", "ect", "bipolar_told", "high_spells"),
        *("high_from_medicine", "schizophrenia", "plots_messages"),
    }
