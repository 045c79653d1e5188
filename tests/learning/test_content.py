"""Which answers lead to which pages, and the questions before the talk."""

import tomllib
from itertools import chain

import pytest
from django.conf import settings

from intake.domain.answer import DECLINED, UNSURE, answered
from intake.domain.reading_level import grade
from intake.education.shipped import read_articles
from intake.learning.content import because, for_everybody, questions, reasons

CODES = {article.code for article in read_articles()}
CLASSES = settings.BASE_DIR / "intake/domain/medicines/classes.toml"
SCREENING = settings.BASE_DIR / "intake/content/questionnaires/screening.toml"


# By topic of why we ask: answers that say something, and the pages they lead to.
# Topics without a fact have no condition: goals, hopes, the form one would like,
# languages, insurance, consent, contacts; the scales of worry, trauma and pain; and
# what everybody reads about: time, work, somebody at home, the safety program.
TOPICS = {
    "Q-AGE": ({"age": [18, 24, 66]}, {"T15"}),
    "Q-DX": ({"dx_mdd": ["no"]}, {"T3"}),
    "Q-SUICIDE": ({"item9": [1, 3], "asq": ["past_attempt", "current"]}, {"T16"}),
    "Q-SAFETY": ({"self_harm_now": ["yes"], "asq": ["acute", "high"]}, {"T16"}),
    "Q-BP": ({"htn": ["yes"], "htn_enceph": ["yes"]}, {"T12"}),
    "Q-CARDIAC": ({"cv_history": ["yes"], "cv_unstable": ["yes"]}, {"T12"}),
    "Q-STROKE": ({"ich": ["yes"], "cv_event_6w": ["yes"]}, {"T12"}),
    "Q-ANEURYSM": ({"aneurysm": ["yes"], "avm": ["yes"]}, {"T12"}),
    "Q-HEADEYE": ({"raised_icp": ["yes"], "eye": ["yes"]}, {"T12"}),
    "Q-SEIZURE": (
        {"seizure_controlled": ["yes"], "seizure_uncontrolled": ["yes"]},
        {"T12"},
    ),
    "Q-RESP": ({"resp": ["yes"], "apnea_suspected": ["yes"]}, {"T12"}),
    "Q-LIVER": ({"liver_severe": ["yes"], "liver_other": ["yes"]}, {"T11", "T12"}),
    "Q-BLADDER": ({"bladder": ["yes"], "bladder_ketamine": ["yes"]}, {"T11"}),
    "Q-THYROID": ({"hyperthyroid": ["yes"]}, {"T12"}),
    "Q-PSYCHOSIS": ({"psychosis_now": ["yes"], "schizophrenia": ["yes"]}, {"T12"}),
    "Q-VOICES": ({"command_voices": ["yes"]}, {"T12", "T16"}),
    "Q-MANIA": ({"bipolar": ["yes"], "bipolar_risk": ["yes"]}, {"T12"}),
    "Q-PREG": ({"pregnant": ["yes", UNSURE], "preeclampsia": ["yes"]}, {"T15"}),
    "Q-BREASTFEED": ({"breastfeeding": ["yes"]}, {"T15"}),
    "Q-MEDS": ({"med": [{"OPI"}, {"BZD"}, {"MAOI", "NONE"}]}, {"T13"}),
    "Q-ALLERGY": ({"allergy": ["yes"], "bad_reaction": ["yes"]}, {"T12"}),
    "Q-ALCOHOL": ({"auditc_pos": ["yes"]}, {"T13", "T14"}),
    "Q-SUBST": ({"sud_active": ["yes"], "drug_days": [1]}, {"T13", "T14"}),
    "Q-PAST": ({"sud_past": ["yes"]}, {"T14"}),
    "Q-CANNABIS": ({"cannabis": ["yes"]}, {"T13"}),
    "Q-KETHX": ({"ketamine_current": ["yes"], "med": [{"KET"}]}, {"T1"}),
    "Q-NOSE": ({"nasal": ["yes"], "med": [{"NAS"}]}, {"T7"}),
    "Q-FOOD": ({"gastric": ["yes"]}, {"T7"}),
    "Q-RIDE": ({"escort": ["no", UNSURE]}, {"T7"}),
    "Q-STAY": ({"stay": ["no"]}, {"T7"}),
    "Q-DISSOC": ({"dissociation": ["yes"]}, {"T8"}),
    "Q-MEMORY": ({"dementia": ["yes"], "delirium": ["yes"]}, {"T12"}),
    "Q-KIDNEY": ({"kidney": ["yes"]}, {"T12"}),
    "Q-RARE": ({"porphyria": ["yes"], "pheo": ["yes"]}, {"T12"}),
    "Q-SUGAR": ({"med": [{"GLP"}, {"GLU"}]}, {"T7", "T13"}),
    "Q-HARM": ({"harm_others_now": ["yes"]}, {"T16"}),
}
CASES = [
    pytest.param(fact, value, pages, id=f"{topic} {fact}")
    for topic, (facts, pages) in TOPICS.items()
    for fact, values in facts.items()
    for value in values
]


def given(value):
    if isinstance(value, set):
        return answered(frozenset(value))
    return value if value is UNSURE else answered(value)


@pytest.mark.parametrize(("fact", "value", "pages"), CASES)
def test_an_answer_leads_to_its_pages_with_the_reason(fact, value, pages):
    found = because({fact: given(value)})

    assert found.keys() == pages
    assert all(each.startswith("Because") for each in chain(*found.values()))


def test_every_medicine_that_a_rule_is_careful_about_leads_to_a_page():
    classes = tomllib.loads(CLASSES.read_text(encoding="utf-8"))["classes"]
    careful = {
        code
        for code, each in classes.items()
        if each["caution"] in {"CI", "CLR", "CAU"} and not each.get("signal")
    }

    left = {code for code in careful if not because({"med": given({code})})}

    assert len(careful) > 15
    assert left == set()


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"htn": DECLINED},
        {"htn": answered("no")},
        {"age": answered(25)},
        {"age": answered(65)},
        {"asq": answered("negative")},
        {"asq": answered("declined")},
        {"med": given({"AD", "NONE", "X_SUD"})},
        {"med": given(set())},
    ],
)
def test_what_was_not_told_is_no_reason(known):
    assert because(known) == {}


def test_two_answers_give_one_page_two_reasons():
    found = because({"htn": answered("yes"), "bipolar": answered("yes")})

    assert len(found["T12"]) == 2


def test_every_condition_reads_facts_of_the_questionnaire():
    facts = tomllib.loads(SCREENING.read_text(encoding="utf-8"))["facts"]

    named = {each.name for reason in reasons() for each in reason.when.comparisons()}

    assert named <= facts.keys()


def test_every_page_that_is_named_ships():
    named = {reason.page for reason in reasons()} | set(for_everybody())

    assert named | {question.page for question in questions()} <= CODES


def test_everybody_reads_each_page_on_which_a_question_rests():
    assert {question.page for question in questions()} <= set(for_everybody())


@pytest.mark.parametrize("question", questions(), ids=lambda each: each.code)
def test_a_question_has_one_right_answer_and_an_easy_explanation(question):
    codes = [option.code for option in question.options]

    assert [option.right for option in question.options].count(True) == 1
    assert len(set(codes)) == len(codes)
    assert grade(question.reply) <= 8
    assert "!" not in question.reply


def test_codes_of_questions_are_given_once():
    codes = [question.code for question in questions()]

    assert len(set(codes)) == len(codes)
