"""The LOINC codes of the instruments: verified ones, each where it belongs."""

import re

import pytest

from intake.domain.instruments import load_instruments
from intake.domain.skeletons import load_skeletons

EVERY = {**load_instruments(), **load_skeletons()}
SUICIDE_RISK_LEVEL = "93374-7"  # the result of either screen
WITHOUT_CODES = {"mdq", "qids", "wsas"}  # none was confirmed
LOINC = {
    "phq9_1": "44250-9",
    "phq9_2": "44255-8",
    "phq9_3": "44259-0",
    "phq9_4": "44254-1",
    "phq9_5": "44251-7",
    "phq9_6": "44258-2",
    "phq9_7": "44252-5",
    "phq9_8": "44253-3",
    "phq9_9": "44260-8",
    "phq9_difficulty": "69722-7",
    "gad7_1": "69725-0",
    "gad7_2": "68509-9",
    "gad7_3": "69733-4",
    "gad7_4": "69734-2",
    "gad7_5": "69735-9",
    "gad7_6": "69689-8",
    "gad7_7": "69736-7",
    "pcptsd5_event": "102011-4",
    "auditc_1": "68518-0",
    "auditc_2": "68519-8",
    "auditc_3": "68520-6",
    "drug_days": "68524-8",
    "peg_1": "75893-8",
    "peg_2": "91145-3",
    "peg_3": "91146-1",
    "cssrs_1": "93246-7",
    "cssrs_2": "93247-5",
    "cssrs_3": "93248-3",
    "cssrs_4": "93249-1",
    "cssrs_5": "93250-9",
    "cssrs_6": "93267-3",
    "cssrs_6r": "93269-9",
}


def has_check_digit(code):
    """LOINC's last digit is the Luhn check digit of the digits before it."""
    number, check = re.fullmatch(r"(\d+)-(\d)", code).groups()
    doubled = [
        int(digit) * (1 if place % 2 else 2)
        for place, digit in enumerate(reversed(number))
    ]
    total = sum(value // 10 + value % 10 for value in doubled)
    return (total + int(check)) % 10 == 0


def test_items_have_their_verified_loinc_codes_and_unverified_ones_none():
    codes = {
        item.link_id: item.loinc
        for instrument in EVERY.values()
        for item in instrument.items
        if item.loinc
    }

    assert codes == LOINC


def test_no_two_things_share_a_loinc_code():
    used = list(LOINC.values()) + [
        instrument.loinc[name]
        for instrument in EVERY.values()
        for name in ("panel", "total", "result")
        if name in instrument.loinc
    ]

    assert len(used) == len(set(used)) + 1
    assert used.count(SUICIDE_RISK_LEVEL) == 2


@pytest.mark.parametrize("code", EVERY)
def test_every_code_of_a_question_or_score_has_a_right_check_digit(code):
    instrument = EVERY[code]
    names = ("panel", "total", "result")
    codes = [instrument.loinc[name] for name in names if name in instrument.loinc]
    codes += [item.loinc for item in instrument.items if item.loinc]

    assert bool(codes) == (code not in WITHOUT_CODES)
    assert [value for value in codes if not has_check_digit(value)] == []


@pytest.mark.parametrize(
    ("code", "place", "expected"),
    [
        pytest.param(
            "phq9", 0, ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"), id="frequency"
        ),
        pytest.param(
            "phq9",
            9,
            ("LA6572-7", "LA6573-5", "LA6575-0", "LA6574-3"),
            id="difficulty, whose codes are not in numeric order",
        ),
        pytest.param(
            "auditc",
            0,
            ("LA6270-8", "LA18926-8", "LA18927-6", "LA18928-4", "LA18929-2"),
            id="days with a drink",
        ),
        pytest.param(
            "auditc",
            2,
            ("LA6270-8", "LA18933-4", "LA18876-5", "LA18891-4", "LA18934-2"),
            id="six or more drinks",
        ),
        pytest.param(
            "auditc",
            1,
            ("LA15694-5", "LA15695-2", "LA18930-0", "LA18931-8", "LA18932-6"),
            id="drinks, whose first code is often mistaken",
        ),
    ],
)
def test_answers_have_their_verified_loinc_codes(code, place, expected):
    item = load_instruments()[code].items[place]

    assert tuple(option.loinc for option in item.options) == expected


def test_codes_that_belong_to_something_else_are_not_used():
    text = "".join(
        str(instrument.to_data()) + str(instrument.loinc)
        for instrument in load_instruments().values()
    )

    for taken in ("68517-2", "93373-9", "70272-0", "93243-5"):
        assert taken not in text
