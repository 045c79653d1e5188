"""Notes on interactions: by class, and on several medicines at once."""

import pytest

from intake.domain.medicines.matching import match
from intake.domain.medicines.notes import (
    Citation,
    citations,
    is_recalled,
    load_combined,
    notable,
)
from intake.domain.medicines.table import load_classes, load_medicines


def holding(*names):
    taken = [match(name).classes for name in names]
    return {note.code: note.involved(taken) for note in load_combined()}


def standing(*names):
    return {code for code, places in holding(*names).items() if places}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["lorazepam"], set()),
        (["lorazepam", "gabapentin"], {"sedating"}),
        (["lorazepam", "oxycodone"], {"sedating", "opioid_benzodiazepine"}),
        (["oxycodone", "gabapentin"], {"sedating"}),
        (["sodium oxybate"], set()),
        (["sodium oxybate", "zolpidem"], {"sedating", "oxybate_sedative"}),
        (["phenelzine", "methylphenidate"], {"pressure"}),
        (["lamotrigine", "naltrexone"], {"attenuation"}),
        (["sertraline", "amlodipine"], set()),
        ([], set()),
    ],
)
def test_a_note_on_several_stands_where_they_are_taken_together(names, expected):
    assert standing(*names) == expected


def test_the_medicines_that_a_note_is_about_are_named():
    assert holding("sertraline", "lorazepam", "gabapentin")["sedating"] == (1, 2)


def test_every_class_of_a_note_is_known():
    known = set(load_classes())

    assert all(note.all_of | note.any_of <= known for note in load_combined())
    assert len({note.code for note in load_combined()}) == len(load_combined())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "KET 7.3 V; P",
            (
                Citation(
                    "Ketalar (ketamine) US label, highlights revised 10/2024, "
                    "section 7.3",
                    "V",
                ),
                Citation("", "P"),
            ),
        ),
        ("R", (Citation("", "R"),)),
        (
            "naltrexone V (doi 10.1176/x)",
            (Citation("naltrexone (doi 10.1176/x)", "V"),),
        ),
        ("cases V2", (Citation("cases", "V2"),)),
    ],
)
def test_sources_are_spelled_out_with_their_marks(source, expected):
    assert citations(source) == expected


def test_every_class_and_note_says_where_it_is_from():
    for row in (*load_classes().values(), *load_combined()):
        assert citations(row.source), row.code


def test_a_source_without_a_mark_is_refused():
    with pytest.raises(ValueError, match="without a mark"):
        citations("somewhere")


def test_what_is_recalled_is_told_from_what_was_read():
    classes = load_classes()

    assert is_recalled(classes["NMDA"].source)
    assert is_recalled(classes["OPA"].source)
    assert not is_recalled(classes["BZD"].source)


def test_the_gravest_class_of_a_medicine_comes_first_and_signals_last():
    order = [row.code for row in notable(["X_CARD", "LTG", "OPI", "NONE", "UNKNOWN"])]

    assert order == ["OPI", "LTG", "X_CARD"]


def test_every_note_says_what_to_do_and_none_tells_anybody_to_stop():
    """Stopping is for whoever prescribes; "do not stop" may stand there."""
    for row in (*load_classes().values(), *load_combined()):
        words = row.handling.lower().replace("do not stop", "")
        assert row.handling
        assert "stop" not in words, row.code


def test_every_medicine_of_the_table_can_be_told():
    for medicine in load_medicines():
        for row in notable(medicine.classes):
            assert row.mechanism or row.signal, row.code
