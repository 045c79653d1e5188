"""Every criterion applied, missed by a hair, and left unknown.

The table says for each criterion which changes of the person without barriers make it
apply, which nearest ones do not, and what is listed when a fact it looks at is unknown.
It was drawn up from the written rules, not from the protocol's data.
"""

import pytest

from .person import CRITERIA, PROTOCOL, evaluated, finding, ids

BY_ID = [pytest.param(row, id=row["id"]) for row in CRITERIA]


def cases(key):
    return [
        pytest.param(row, case, id=f"{row['id']} {number}")
        for row in CRITERIA
        for number, case in enumerate(row[key], start=1)
    ]


def test_the_table_has_every_criterion_in_the_order_of_the_protocol():
    table = [row["id"] for row in CRITERIA]

    assert table == [criterion.id for criterion in PROTOCOL.criteria]
    assert len(table) == 111


@pytest.mark.parametrize("row", BY_ID)
def test_a_criterion_has_the_severities_agreed(row):
    criterion = PROTOCOL.by_id[row["id"]]

    assert criterion.severity == row["severity"]
    assert criterion.reversible == row["reversible"]


@pytest.mark.parametrize(("row", "changes"), cases("applies"))
def test_a_criterion_applies_and_names_the_answers_behind_it(row, changes):
    found = finding(evaluated(**changes), row["id"])

    assert found.severity == row["severity"]
    assert found.reversible == row["reversible"]
    assert found.sources
    assert set(changes) & set(found.facts)


@pytest.mark.parametrize(("row", "changes"), cases("does_not"))
def test_a_criterion_does_not_apply_just_beside(row, changes):
    assert row["id"] not in ids(evaluated(**changes))


@pytest.mark.parametrize(("row", "case"), cases("unknown"))
def test_a_fact_left_unknown_is_never_passed_over(row, case):
    found = ids(evaluated(**case["set"]))

    assert (row["id"] in found) == case["applies"]
    if case["listed"]:
        assert case["listed"] in found
    else:
        assert not [id_ for id_ in found if id_.startswith("UNK:")]
