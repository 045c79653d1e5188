"""What staff may enter, what must be said, and how it is graded."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import DECLINED, NOT_ASKED, SKIPPED, UNSURE, answered
from intake.domain.instruments import load_instruments
from intake.domain.safety import Level, entered_level
from intake.domain.score_entry import (
    NotStated,
    causes,
    choices,
    entry_forms,
    stated,
)
from intake.domain.scoring import cssrs, qids
from intake.domain.scoring.score import OffScale

FORMS = entry_forms()
YES, NO = answered("yes"), answered("no")
SCREENED, NOT_SCREENED = {"asq": answered("negative")}, {"asq": answered("missing")}
CALM = dict.fromkeys(("cssrs_1", "cssrs_2", "cssrs_6"), NO)


def least(code):
    """An entry of nothing but the smallest answers."""
    return {
        item.link_id: answered(0) if item.most is not None else NO
        for item in FORMS[code].items
    }


def test_what_has_no_words_may_be_entered_and_the_second_step():
    assert list(FORMS) == ["cssrs", "dast10", "mdq", "pcl5", "qids", "wsas"]


def test_a_form_says_why_its_words_are_not_shown_or_shows_them():
    for code, form in FORMS.items():
        assert bool(form.licence) == (code not in load_instruments())
    questions = [item.text for item in load_instruments()["pcl5"].items]
    assert [item.label for item in FORMS["pcl5"].items] == questions


@pytest.mark.parametrize("code", FORMS)
def test_every_item_takes_its_least_and_its_greatest_answer(code):
    most = {
        item.link_id: YES if item.most is None else answered(item.most)
        for item in FORMS[code].items
    }

    for answers in (least(code), most):
        assert FORMS[code].score(answers).missing == ()


@pytest.mark.parametrize("code", FORMS)
def test_an_item_of_which_nothing_is_said_is_named(code):
    answers = least(code)
    silent = next(iter(answers))
    del answers[silent]

    with pytest.raises(NotStated) as refusal:
        FORMS[code].score(answers)

    assert refusal.value.items == (silent,)


@pytest.mark.parametrize("state", [DECLINED, SKIPPED], ids=str)
def test_that_there_was_no_answer_can_be_said(state):
    answers = least("wsas") | {"wsas_2": state}

    assert FORMS["wsas"].score(answers).missing == ("wsas_2",)


@pytest.mark.parametrize("state", [UNSURE, NOT_ASKED], ids=str)
def test_no_other_state_is_entered(state):
    with pytest.raises(OffScale) as refusal:
        FORMS["wsas"].score(least("wsas") | {"wsas_2": state})

    assert refusal.value.item == "wsas_2"


@pytest.mark.parametrize("name", ["phq9_9", "cssrs_total", "wsas_6", "sex"])
def test_an_item_of_something_else_is_refused(name):
    with pytest.raises(OffScale) as refusal:
        FORMS["cssrs"].score(CALM | {name: answered(1)})

    assert refusal.value.item == name


@pytest.mark.parametrize(
    ("answers", "silent"),
    [
        pytest.param(CALM, (), id="nothing more is due"),
        pytest.param(
            CALM | {"cssrs_2": YES}, cssrs.AFTER_THOUGHTS, id="after thoughts"
        ),
        pytest.param(CALM | {"cssrs_6": YES}, ("cssrs_6r",), id="after behavior"),
        pytest.param(CALM | {"cssrs_2": DECLINED}, (), id="after a declined one"),
    ],
)
def test_what_is_asked_after_a_yes_is_due_after_a_yes(answers, silent):
    form = FORMS["cssrs"]

    assert tuple(n for n in form.due(answers) if n not in answers) == silent


@pytest.mark.parametrize(
    ("code", "beside"),
    [
        ("qids", ("qids_12",)),
        ("mdq", ("mdq_together", "mdq_problem")),
        ("wsas", ()),
        ("dast10", ()),
    ],
)
def test_beside_a_total_only_what_it_does_not_tell_is_due(code, beside):
    form = FORMS[code]
    total = {form.total_name: answered(5)}

    assert form.due(total) == beside
    whole = total | dict.fromkeys(beside, SKIPPED)
    assert form.score(whole).total == 5


@pytest.mark.parametrize(
    ("value", "most", "answer"),
    [
        ("", 3, None),
        ("0", 3, answered(0)),
        ("3", 3, answered(3)),
        ("yes", None, YES),
        ("no", None, NO),
        ("declined", 3, DECLINED),
        ("skipped", None, SKIPPED),
    ],
)
def test_a_text_stands_for_an_answer(value, most, answer):
    assert stated(value, most) == answer


@pytest.mark.parametrize(
    ("value", "most"),
    [("4", 3), ("-1", 3), ("1.0", 3), ("yes", 3), ("1", None), ("unsure", 3), ("²", 3)],
)
def test_any_other_text_is_refused(value, most):
    with pytest.raises(ValueError, match=value):
        stated(value, most)


def test_the_answers_of_an_item_are_its_points_or_yes_and_no():
    assert choices(2) == ("0", "1", "2")
    assert choices(None) == ("yes", "no")


def test_the_digest_changes_with_whatever_stood_there():
    form = FORMS["wsas"]
    item = form.items[0]
    others = [
        replace(form, version="2"),
        replace(form, items=form.items[1:]),
        replace(form, items=(replace(item, label={"en": "Job"}), *form.items[1:])),
        replace(form, items=(replace(item, most=9), *form.items[1:])),
    ]

    digests = {form.digest, *(other.digest for other in others)}

    assert len(digests) == 5
    assert replace(form, licence="Another").digest == form.digest


@pytest.mark.parametrize(
    ("said", "known", "level"),
    [
        (answered(0), SCREENED, Level.NONE),
        (answered(1), SCREENED, Level.LOW),
        (answered(2), SCREENED, Level.LOW),
        (answered(3), SCREENED, Level.SAME_DAY),
        (answered(0), NOT_SCREENED, Level.NONE),
        (answered(1), NOT_SCREENED, Level.UNKNOWN_POSITIVE),
        (answered(3), NOT_SCREENED, Level.UNKNOWN_POSITIVE),
        (answered(1), {}, Level.UNKNOWN_POSITIVE),
        (DECLINED, SCREENED, Level.UNKNOWN),
        (SKIPPED, SCREENED, Level.UNKNOWN),
        (NOT_ASKED, SCREENED, Level.UNKNOWN),
        (answered(1), {"asq": DECLINED}, Level.LOW),
        (answered(0), {"asq": answered("acute")}, Level.NONE),
    ],
)
def test_item_12_of_the_qids_is_graded_as_item_9_of_the_phq9(said, known, level):
    assert entered_level("qids", {"qids_12": said}, known) == level


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        (CALM, Level.NONE),
        (CALM | {"cssrs_1": YES}, Level.LOW),
        (
            CALM | dict.fromkeys(cssrs.AFTER_THOUGHTS, NO) | {"cssrs_2": YES},
            Level.LOW,
        ),
        (
            CALM
            | dict.fromkeys(cssrs.AFTER_THOUGHTS, NO)
            | {"cssrs_2": YES, "cssrs_3": YES},
            Level.SAME_DAY,
        ),
        (CALM | {"cssrs_6": YES, "cssrs_6r": NO}, Level.MODERATE),
        (CALM | {"cssrs_6": YES, "cssrs_6r": YES}, Level.HIGH),
        (CALM | {"cssrs_4": YES}, Level.HIGH),
        (CALM | {"cssrs_1": SKIPPED}, Level.HIGH),
        ({}, Level.HIGH),
    ],
)
@pytest.mark.parametrize("known", [SCREENED, NOT_SCREENED], ids=["screened", "not"])
def test_the_c_ssrs_is_graded_by_its_triage(answers, known, level):
    assert entered_level("cssrs", answers, known) == level


@pytest.mark.parametrize("code", ["mdq", "dast10", "wsas", "pcl5"])
def test_other_instruments_say_nothing_about_safety(code):
    assert entered_level(code, {}, NOT_SCREENED) == Level.NONE
    assert causes(code, {}) == ()


def test_the_items_behind_a_grade_are_named():
    answers = CALM | {"cssrs_2": YES, "cssrs_4": YES, "cssrs_1": DECLINED}

    assert causes("qids", {"qids_12": answered(1)}) == (qids.SUICIDAL,)
    assert causes("cssrs", answers) == (
        "cssrs_2",
        "cssrs_4",
        "cssrs_1",
        "cssrs_3",
        "cssrs_5",
    )


@given(
    st.dictionaries(st.sampled_from(cssrs.ITEMS), st.sampled_from([YES, NO, DECLINED]))
)
def test_every_grade_that_needs_a_person_has_its_items(answers):
    graded = entered_level("cssrs", answers, SCREENED)

    assert bool(causes("cssrs", answers)) == (graded > Level.NONE)
