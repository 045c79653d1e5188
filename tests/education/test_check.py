"""The check before the intake: what it may say, whatever is answered."""

import re
from itertools import pairwise

import pytest

from intake.domain.reading_level import TARGET, grade
from intake.education.check import HELP, shipped_check
from intake.education.shipped import read_articles

CHECK = shipped_check()
OPTIONS = [
    pytest.param(question, option, id=f"{question.code}-{option.code}")
    for question in CHECK.questions
    for option in question.options
]
# What would be a verdict, and what would be advice on a dose.
VERDICT = re.compile(
    r"qualif|eligib|candidate|suitable|approved for you|you can have|you cannot"
    r"|you may have it|not for you|rule[sd]? (you )?out|\bmg\b|dose of ketamine",
    re.IGNORECASE,
)


def sentences():
    for question in CHECK.questions:
        yield question.text
        yield question.note
        for option in question.options:
            yield from (option.label, option.say, option.instead, *option.ready)
    yield from CHECK.ready


def test_no_sentence_is_a_verdict():
    assert [said for said in sentences() if VERDICT.search(said)] == []


def test_it_is_easy_to_read():
    text = "\n".join(filter(None, sentences()))

    assert grade(text) <= TARGET


def test_questions_are_few_and_each_answer_is_its_own():
    codes = [question.code for question in CHECK.questions]

    assert len(codes) == len(set(codes)) <= 10
    for question in CHECK.questions:
        answers = [option.code for option in question.options]
        assert len(answers) == len(set(answers)) > 1


@pytest.mark.parametrize(("question", "option"), OPTIONS)
def test_every_article_that_it_names_ships(question, option):
    shipped = {article.code for article in read_articles()}

    assert set(option.read) <= shipped


@pytest.mark.parametrize(("question", "option"), OPTIONS)
def test_every_answer_leads_somewhere(question, option):
    reply = CHECK.reply({question.code: option.code})

    assert reply.read[-len(CHECK.read) :] == CHECK.read
    assert set(reply.ready) >= (set() if option.instead else set(CHECK.ready))
    assert set(option.read) <= set(reply.read)
    assert reply.help == option.help


@pytest.mark.parametrize("answers", [{}, {"unknown": "x"}, {"age": "unknown"}])
def test_what_is_left_out_or_unknown_says_nothing(answers):
    reply = CHECK.reply(answers)

    assert (reply.words, reply.help) == ((), "")
    assert (reply.read, reply.ready) == (CHECK.read, CHECK.ready)


def test_nothing_is_listed_twice():
    answers = {"heart": "yes", "mind": "yes", "use": "yes", "tried": "one"}

    reply = CHECK.reply(answers | {"way_home": "no", "pregnant": "yes"})

    for listed in (reply.read, reply.ready):
        assert all(a != b for a, b in pairwise(sorted(listed)))


@pytest.mark.parametrize("answer", [{"age": "younger"}, {"reason": "somebody_else"}])
def test_whoever_does_not_begin_themselves_is_told_how_to_go_on(answer):
    reply = CHECK.reply(answer | {"tried": "several"})

    assert len(reply.instead) == 1
    assert reply.ready == ()


@pytest.mark.parametrize("answer", ["yes", "unsure", "declined"])
def test_help_is_the_first_thing_to_read(answer):
    assert CHECK.reply({"age": "younger", "safe": answer}).read[0] == "T16"


def test_only_the_question_on_safety_calls_for_help():
    asked = {
        (question.code, option.code): option.help
        for question in CHECK.questions
        for option in question.options
        if option.help
    }

    assert asked == {
        ("safe", "yes"): "page",
        ("safe", "unsure"): "page",
        ("safe", "declined"): "card",
    }
    assert set(asked.values()) == set(HELP)


def test_in_other_words_it_asks_and_answers_the_same():
    other = CHECK.in_words({text: f"¿{text}?" for text in CHECK.sentences()})

    assert [q.code for q in other.questions] == [q.code for q in CHECK.questions]
    assert all(text.startswith("¿") for text in other.sentences())
    assert other.reply({"safe": "yes"}).help == "page"
    assert CHECK.in_words({}) == CHECK
