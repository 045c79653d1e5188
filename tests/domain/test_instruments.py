"""The instruments that ship: licence tiers, sealed words, nothing unconfirmed shown."""

import copy
import re
import tomllib

import pytest

from intake.domain.instruments import (
    FOLDER,
    Status,
    load_instruments,
    read_instrument,
    sealed_instruments,
    wording_hash,
    wordless,
)
from intake.domain.questionnaire.definition import read_definition
from intake.domain.questionnaire.reading import DefinitionError
from intake.domain.questionnaire.validation import problems
from intake.domain.scoring import INSTRUMENTS
from tests.domain.published_words import PHQ9_ES

CODES = sorted(load_instruments())
TIERS = {
    "phq9": "ship_with_attribution",
    "gad7": "ship_with_attribution",
    "pcptsd5": "ship",
    "pcl5": "ship",
    "asq": "ship_with_attribution",
    "auditc": "ship_with_attribution",
    "drug1": "ship_with_attribution",
    "peg": "ship_with_attribution",
    "cssrs": "skeleton",
    "mdq": "skeleton",
    "dast10": "skeleton",
    "qids": "skeleton",
    "wsas": "skeleton",
}


def data_of(code):
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def damaged(change, code="gad7"):
    data = copy.deepcopy(data_of(code))
    change(data)
    return data


def test_every_file_states_the_tier_that_its_licence_allows():
    files = {path.stem: data_of(path.stem) for path in FOLDER.glob("*.toml")}

    assert {code: data["tier"] for code, data in files.items()} == TIERS
    assert {data["code"]: code for code, data in files.items()} == {
        code: code for code in files
    }


def test_only_instruments_whose_words_may_ship_have_words():
    with_words = {code for code, tier in TIERS.items() if tier != "skeleton"}

    assert set(load_instruments()) == with_words
    assert wordless() == set(TIERS) - with_words
    assert {code for code, data in sealed_instruments().items() if "items" in data} == (
        with_words
    )


@pytest.mark.parametrize("code", [c for c in CODES if "attribution" in TIERS[c]])
def test_a_tier_with_attribution_needs_it(code):
    for name in ("attribution", "notice"):
        without = damaged(lambda data, name=name: data.pop(name), code)

        with pytest.raises(DefinitionError, match=f"'{name}' is missing"):
            read_instrument(without, f"{code}.toml")


@pytest.mark.parametrize("code", sorted(c for c in TIERS if TIERS[c] == "skeleton"))
def test_an_instrument_without_words_cannot_be_placed(code):
    group = {"link_id": "page", "type": "group", "items": [{"instrument": code}]}
    draft = {"code": "trial", "title": "Trial", "items": [group]}

    with pytest.raises(DefinitionError) as refusal:
        read_definition(draft, sealed_instruments(), "trial.toml")

    assert str(refusal.value) == (
        f"trial.toml: {code}: '{code}' has no words that patients may be shown; staff "
        "enter its score."
    )


def test_words_written_in_by_hand_do_not_make_it_publishable():
    questions = [
        {
            "link_id": item,
            "type": "boolean",
            "text": "Some words that somebody typed in",
            "instrument": "cssrs",
        }
        for item in INSTRUMENTS["cssrs"].ITEMS
    ]
    group = {"link_id": "page", "type": "group", "items": questions}
    draft = {"code": "trial", "title": "Trial", "items": [group]}

    found = problems(read_definition(draft, sealed_instruments()))

    assert [str(problem) for problem in found] == [
        "cssrs: 'cssrs' has no words that patients may be shown; staff enter its score."
    ]


def test_unconfirmed_words_are_kept_and_never_shown():
    instruments = load_instruments()

    hidden = {
        (code, language)
        for code, instrument in instruments.items()
        for language, origin in instrument.languages.items()
        if origin.status is Status.UNCONFIRMED
    }
    assert hidden == {("gad7", "es"), ("asq", "es")}
    for code, language in hidden:
        assert instruments[code].items[0].text[language]
        assert f"'{language}'" not in str(instruments[code].to_data())


def test_the_phq9_is_shown_in_spanish_with_its_footer():
    data = sealed_instruments()["phq9"]

    assert data["attribution"]["es"].startswith("Elaborado por los doctores")
    assert data["items"][8]["text"]["es"] == PHQ9_ES[8]


@pytest.mark.parametrize("code", CODES)
def test_every_question_may_be_declined_and_says_where_it_is_from(code):
    instrument = load_instruments()[code]

    for item in instrument.items:
        assert not item.asks or "declined" in item.states
    assert instrument.attribution["en"]
    assert instrument.notice
    assert instrument.licence_basis in ("V", "V2", "R")


@pytest.mark.parametrize("code", CODES)
def test_an_instrument_can_be_placed_in_a_questionnaire(code):
    group = {"link_id": "page", "type": "group", "items": [{"instrument": code}]}
    draft = {"code": "trial", "title": "Trial", "items": [group]}

    definition = read_definition(draft, sealed_instruments(), "trial.toml")

    placed = [item for item in definition.walk() if item.instrument == code][1:]
    assert [item.link_id for item in placed] == [
        item.link_id for item in load_instruments()[code].items
    ]
    assert read_definition(definition.to_data(), {}) == definition


def test_the_hash_of_the_wording_changes_with_a_word_and_nothing_else():
    phq9 = load_instruments()["phq9"]
    reworded, recoded = data_of("phq9"), data_of("phq9")
    reworded["items"][8]["text"]["en"] += "."
    recoded["items"][8]["loinc"] = "44261-6"

    before = wording_hash(phq9, "en")

    assert re.fullmatch(r"[0-9a-f]{64}", before)
    assert wording_hash(phq9, "es") != before
    assert wording_hash(read_instrument(reworded, "phq9.toml"), "en") != before
    assert wording_hash(read_instrument(reworded, "phq9.toml"), "es") == wording_hash(
        phq9, "es"
    )
    assert wording_hash(read_instrument(recoded, "phq9.toml"), "en") == before


def test_words_that_do_not_exist_have_no_hash():
    with pytest.raises(KeyError):
        wording_hash(load_instruments()["peg"], "es")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(
            lambda data: data.pop("licence"),
            "instrument: the setting 'licence' is missing.",
            id="licence",
        ),
        pytest.param(
            lambda data: data.update(colour="red"),
            "instrument: there is no setting 'colour'.",
            id="unknown setting",
        ),
        pytest.param(
            lambda data: data["items"][2]["text"].pop("es"),
            "gad7_3: the words in 'es' are missing.",
            id="missing translation",
        ),
        pytest.param(
            lambda data: data["stem"].update(fr="Au cours des 2 semaines"),
            "stem: the language 'fr' is not described.",
            id="language without an origin",
        ),
        pytest.param(
            lambda data: data["each"]["options"][1]["text"].pop("en"),
            "gad7_1 option 1: the words in 'en' are missing.",
            id="option without words",
        ),
        pytest.param(
            lambda data: data["languages"]["es"].update(status="probably"),
            "languages es status: expected one of exact, unconfirmed; "
            "found 'probably'.",
            id="status",
        ),
        pytest.param(
            lambda data: data["loinc"].update(score="1-8"),
            "loinc: there is no setting 'score'.",
            id="loinc",
        ),
        pytest.param(
            lambda data: data["items"].reverse(),
            "items: expected the items gad7_1, gad7_2, gad7_3, gad7_4, gad7_5, gad7_6, "
            "gad7_7 in this order.",
            id="order",
        ),
        pytest.param(
            lambda data: data["each"]["options"].pop(0),
            "gad7_1: the points of its options must count from 0.",
            id="points",
        ),
        pytest.param(
            lambda data: data["each"].pop("options"),
            "gad7_1: the points of its options must count from 0.",
            id="no options",
        ),
        pytest.param(
            lambda data: data.update(code="bdi"),
            "code: there is no scoring for 'bdi'.",
            id="not scored",
        ),
        pytest.param(
            lambda data: data.pop("tier"),
            "instrument: the setting 'tier' is missing.",
            id="tier",
        ),
        pytest.param(
            lambda data: data.update(tier="skeleton"),
            "tier: expected one of ship, ship_with_attribution; found 'skeleton'.",
            id="a tier without words",
        ),
        pytest.param(
            lambda data: data.update(entry={"sum": 3}),
            "entry: there is no setting 'sum'.",
            id="entry",
        ),
        pytest.param(
            lambda data: data.update(entry={"total": 21}),
            "entry: the setting 'hint' is missing.",
            id="entry without a hint",
        ),
        pytest.param(
            lambda data: data.update(items=[{"type": "choice"}]),
            "item 1 link_id: expected some text, found None.",
            id="item without a link id",
        ),
    ],
)
def test_a_damaged_instrument_is_refused_with_the_place(change, problem):
    with pytest.raises(DefinitionError) as refusal:
        read_instrument(damaged(change), "gad7.toml")

    assert f"gad7.toml: {problem}" in str(refusal.value).splitlines()
