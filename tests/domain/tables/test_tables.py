"""The clinical tables row by row."""

import re
from dataclasses import replace
from datetime import date

import pytest

from intake.domain.eligibility.finding import Basis
from intake.domain.medicines.csv_rows import is_recalled
from intake.domain.medicines.table import load_classes, load_medicines, to_confirm
from intake.domain.payers.ruleset import every_requirement
from intake.domain.payers.shipped import load_rule_sets
from intake.domain.tables.rows import marks_in
from intake.domain.tables.shipped import load_tables
from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.doses import doses_of

TABLES = load_tables()
ROWS = [row for table in TABLES.values() for row in table.rows]


@pytest.mark.parametrize(
    ("basis", "marks"),
    [
        ("V UTD; strict 100: original rating 3, R", {Basis.V, Basis.R}),
        ("V2 a copy", {Basis.V2}),
        ("naltrexone V (doi 10.1176/x); rest R", {Basis.V, Basis.R}),
        ("P as venlafaxine", {Basis.P}),
        ("Reviewed by PR", set()),
    ],
)
def test_the_marks_stand_in_the_basis(basis, marks):
    assert marks_in(basis) == marks


@pytest.mark.parametrize("code", sorted(TABLES))
def test_every_row_has_a_name_of_its_own_a_basis_and_a_mark(code):
    rows = TABLES[code].rows

    assert len({row.key for row in rows}) == len(rows)
    assert all(re.fullmatch(r"[-\w]+", row.key, re.ASCII) for row in rows)
    assert [row.key for row in rows if not row.marks or not row.says] == []


@pytest.mark.parametrize("code", sorted(TABLES))
def test_every_table_says_where_it_is_from_and_since_when_it_is_used(code):
    table = TABLES[code]

    assert table.title
    assert table.sources.endswith(".")
    assert isinstance(table.read_on, date)
    assert isinstance(table.effective_from, date)


def test_no_row_of_a_file_is_left_out():
    agents = list(load_agents())
    requirements = [
        each for rules in load_rule_sets().values() for each in every_requirement(rules)
    ]

    assert {code: len(table.rows) for code, table in TABLES.items()} == {
        "agents": len(agents),
        "doses": sum(doses_of(agent) is not None for agent in agents),
        "medicines": len(load_medicines()),
        "classes": len(load_classes()),
        "payers": len(requirements),
    }


def test_every_recalled_row_needs_confirming():
    recalled = {
        "agents": {a.code for a in load_agents() if a.is_recalled},
        "medicines": {m.code for m in to_confirm(load_medicines())},
        "classes": {c.code for c in load_classes().values() if is_recalled(c.source)},
    }

    for code, keys in recalled.items():
        asked = {row.key for row in TABLES[code].rows if row.needs_confirming}
        assert keys <= asked, code


def test_what_was_read_in_the_source_or_is_a_convention_need_not_be_confirmed():
    asked = [row for row in ROWS if row.marks <= {Basis.V, Basis.P}]

    assert asked
    assert not [row for row in asked if row.needs_confirming]


def test_a_row_that_says_something_else_is_another_row():
    row = TABLES["agents"].by_key["sertraline"]

    changed = [
        replace(row, says={**row.says, "Weeks": "7"}),
        replace(row, basis="R from memory"),
        replace(row, name="another"),
    ]

    assert len({row.digest, *(each.digest for each in changed)}) == 4


def test_no_two_rows_have_one_digest():
    assert len({row.digest for row in ROWS}) == len(ROWS)
