"""Which answers lead to which pages, and the questions before the talk."""

import tomllib

import pytest
from django.conf import settings

from intake.domain.answer import DECLINED, UNSURE, answered
from intake.domain.reading_level import grade
from intake.education.shipped import read_articles
from intake.learning.content import because, for_everybody, questions, reasons

CODES = {article.code for article in read_articles()}
SCREENING = settings.BASE_DIR / "intake/content/questionnaires/screening.toml"


@pytest.mark.parametrize(
    ("fact", "value", "page"),
    [
        ("item9", 1, "T16"),
        ("pregnant", "unsure", "T15"),
        ("htn", "yes", "T12"),
        ("bipolar", "yes", "T12"),
        ("bladder", "yes", "T11"),
        ("sud_past", "yes", "T14"),
        ("escort", "no", "T7"),
        ("dissociation", "yes", "T8"),
    ],
)
def test_an_answer_leads_to_its_page_with_the_reason(fact, value, page):
    known = {fact: UNSURE if value == "unsure" else answered(value)}

    found = because(known)

    assert list(found) == [page]
    assert found[page][0].startswith("Because you told us")


@pytest.mark.parametrize("known", [{}, {"htn": DECLINED}, {"htn": answered("no")}])
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
