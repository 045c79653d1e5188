"""The shipped protocol: its sources, and its fit with the table of medicines."""

from intake.domain.eligibility.finding import Basis
from intake.domain.medicines.table import load_classes, load_medicines

from .person import PROTOCOL


def test_a_medicine_list_may_hold_every_class_and_no_other():
    of_rows = {code for row in load_medicines() for code in row.classes}

    assert set(PROTOCOL.facts["med"].codes) == {*load_classes()}
    assert of_rows | {"UNKNOWN"} == {*load_classes()}


def test_a_medicine_that_points_to_a_condition_is_held_against_those_answers():
    signals = {code: c.points_to for code, c in load_classes().items() if c.signal}

    held_against = {
        next(part.value for part in criterion.when.comparisons()): criterion.facts
        for criterion in PROTOCOL.criteria
        if criterion.section == "contradictions"
    }

    assert held_against == {
        code: {"med", *answers} for code, answers in signals.items()
    }


def test_every_source_is_cited():
    cited = {
        citation.source.key
        for criterion in PROTOCOL.criteria
        for citation in criterion.sources
    }

    assert cited == set(PROTOCOL.sources)


def test_no_convention_of_the_project_is_passed_off_as_a_source():
    for criterion in PROTOCOL.criteria:
        for citation in criterion.sources:
            is_convention = citation.source.key == "PROJECT"
            assert is_convention == (citation.basis is Basis.P), criterion.id


def test_the_shipped_protocol_says_that_nobody_signed_it_off():
    assert PROTOCOL.status == "draft, not signed off"


def test_every_fact_of_a_criterion_leaves_a_trace_when_it_is_unknown():
    silent = {
        name
        for name, fact in PROTOCOL.facts.items()
        if fact.unknown in ("staff_only", "elsewhere")
    }
    used = set().union(*(criterion.facts for criterion in PROTOCOL.criteria))

    assert silent & used == {"capacity_concern", "auditc_min"}
