"""Instruments whose words may not be carried: labels of our own, and nothing else."""

import copy

import pytest

from intake.domain.answer import answered
from intake.domain.instruments import instrument_files
from intake.domain.questionnaire.reading import DefinitionError
from intake.domain.scoring import BESIDE, INSTRUMENTS
from intake.domain.scoring.score import OffScale
from intake.domain.skeletons import WORDS, load_skeletons, read_skeleton

CODES = sorted(load_skeletons())
EVERY_ITEM = [
    pytest.param(code, item, id=item.link_id)
    for code in CODES
    for item in load_skeletons()[code].items
]
WORDED = {"en": "In the past week, how have you been sleeping?"}


def damaged(change, code="qids"):
    data = copy.deepcopy(dict(instrument_files()[code]))
    change(data)
    return data


def problems_of(data, where="qids.toml"):
    with pytest.raises(DefinitionError) as refusal:
        read_skeleton(data, where)
    return str(refusal.value).splitlines()


@pytest.mark.parametrize("word", WORDS)
def test_an_item_that_carries_words_is_refused(word):
    data = damaged(lambda data: data["items"][3].update({word: WORDED}))

    assert problems_of(data) == [
        f"qids.toml: qids_4: a skeleton holds no words: '{word}' may not stand."
    ]


@pytest.mark.parametrize("word", WORDS)
def test_words_above_or_beside_the_items_are_refused(word):
    data = damaged(lambda data: data.update({word: WORDED}))

    assert problems_of(data) == [
        f"qids.toml: instrument: a skeleton holds no words: '{word}' may not stand."
    ]


@pytest.mark.parametrize(
    "label",
    [
        "How did you sleep",
        "My mood",
        "I felt sad",
        "Sleep?",
        "Falling asleep took at least half an hour on more than half of the days",
    ],
)
def test_a_question_does_not_pass_for_a_label(label):
    data = damaged(lambda data: data["items"][0].update(label=label))

    (problem,) = problems_of(data)

    assert problem.startswith("qids.toml: qids_1: a label ")


def test_a_published_instrument_does_not_load_as_a_skeleton():
    worded = damaged(lambda data: data.update(tier="skeleton"), "phq9")

    problems = problems_of(worded, "phq9.toml")

    assert any("'stem' may not stand" in problem for problem in problems)
    assert sum("'text' may not stand" in problem for problem in problems) == 10


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(
            lambda data: data.pop("licence"),
            "instrument: the setting 'licence' is missing.",
            id="licence",
        ),
        pytest.param(
            lambda data: data.pop("entry"),
            "instrument: the setting 'entry' is missing.",
            id="entry",
        ),
        pytest.param(
            lambda data: data.update(colour="red"),
            "instrument: there is no setting 'colour'.",
            id="unknown setting",
        ),
        pytest.param(
            lambda data: data["items"][0].pop("label"),
            "qids_1: the setting 'label' is missing.",
            id="label",
        ),
        pytest.param(
            lambda data: data["items"][0].pop("link_id"),
            "item 1: the setting 'link_id' is missing.",
            id="link id",
        ),
        pytest.param(
            lambda data: data["items"][0].pop("most"),
            "qids_1: it takes either points ('most') or 'answers'.",
            id="no range",
        ),
        pytest.param(
            lambda data: data["items"][0].update(answers="yes_no"),
            "qids_1: it takes either points ('most') or 'answers'.",
            id="two kinds of answer",
        ),
        pytest.param(
            lambda data: data["items"].__setitem__(
                0, {"link_id": "qids_1", "label": "Sleep", "answers": "words"}
            ),
            "qids_1 answers: expected one of yes_no; found 'words'.",
            id="unknown kind of answer",
        ),
        pytest.param(
            lambda data: data["items"].reverse(),
            "items: expected the items qids_1, qids_2, qids_3, qids_4, qids_5, qids_6, "
            "qids_7, qids_8, qids_9, qids_10, qids_11, qids_12, qids_13, qids_14, "
            "qids_15, qids_16 in this order.",
            id="order",
        ),
        pytest.param(
            lambda data: data["entry"].update(beside=["qids_17"]),
            "items: there is no item 'qids_17'.",
            id="beside the total",
        ),
        pytest.param(
            lambda data: data["items"][2].update(after="qids_0"),
            "items: there is no item 'qids_0'.",
            id="after",
        ),
        pytest.param(
            lambda data: data.update(code="bdi"),
            "code: there is no scoring for 'bdi'.",
            id="not scored",
        ),
    ],
)
def test_a_damaged_file_is_refused_with_the_place(change, problem):
    assert f"qids.toml: {problem}" in problems_of(damaged(change))


@pytest.mark.parametrize(("code", "item"), EVERY_ITEM)
def test_what_an_item_may_take_is_what_is_scored(code, item):
    scored = INSTRUMENTS[code].score
    if item.most is None:
        taken, refused = ("yes", "no"), 1
    else:
        taken, refused = (0, item.most), item.most + 1

    for value in taken:
        scored({item.link_id: answered(value)})

    with pytest.raises(OffScale):
        scored({item.link_id: answered(refused)})


@pytest.mark.parametrize("code", CODES)
def test_a_total_may_be_entered_where_the_scoring_reads_one(code):
    skeleton, beside = load_skeletons()[code], BESIDE.get(code, ())

    assert (skeleton.entry.total is None) == (beside == ())
    if skeleton.entry.total is not None:
        score = INSTRUMENTS[code].score
        assert score({beside[0]: answered(skeleton.entry.total)}).total
        with pytest.raises(OffScale):
            score({beside[0]: answered(skeleton.entry.total + 1)})


@pytest.mark.parametrize("code", CODES)
def test_it_says_whose_words_are_left_out(code):
    skeleton = load_skeletons()[code]

    assert "opyright" in skeleton.licence
    assert skeleton.licence_basis in ("V", "V2", "R")
    assert skeleton.entry.hint["en"]
