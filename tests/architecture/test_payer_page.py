"""The page on payers tells the lists that ship."""

from intake.domain.payers.ruleset import FailedTrials
from intake.domain.payers.shipped import load_rule_sets
from tests.architecture.documents import DOCS, table_after, text

WEEKS_OF_A_TRIAL = 6


def told(rules):
    asked = next(r for r in rules.requirements if isinstance(r, FailedTrials))
    return {
        "code": rules.code,
        "trials": str(asked.count),
        "classes": str(asked.classes),
        "weeks": str(asked.weeks or WEEKS_OF_A_TRIAL),
        "look back": f"{asked.years} years" if asked.years else "–",
    }


def test_the_table_of_payers_is_that_of_the_files():
    rows = table_after("payers", text(DOCS / "clinical" / "payers.md"))

    expected = [told(rules) for _code, rules in sorted(load_rule_sets().items())]
    assert [{key: row[key] for key in expected[0]} for row in rows] == expected


def test_the_mark_of_each_list_is_that_of_its_file():
    rows = table_after("payers", text(DOCS / "clinical" / "payers.md"))

    marks = {row["code"]: row["read in"].rpartition("(")[2].strip(")") for row in rows}
    assert marks == {c: str(rules.basis) for c, rules in load_rule_sets().items()}
