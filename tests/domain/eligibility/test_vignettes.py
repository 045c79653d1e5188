"""Whole persons, as clinicians described them, against the shipped protocol."""

import pytest

from intake.domain.eligibility.report import as_report

from .person import VIGNETTES, evaluated


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{case['id']} {case['why']}")
        for case in VIGNETTES["cases"]
    ],
)
def test_a_described_person_gets_the_findings_expected(case):
    report = as_report(evaluated(**case["set"]))

    assert {found["id"] for found in report["findings"]} == set(case["find"])
    assert len(report["findings"]) == len(case["find"])
    assert report["routes"] == case["routes"]
    assert (report["tier"], report["safety"]) == (case["tier"], case["safety"])


def test_there_are_as_many_described_persons_as_were_agreed():
    assert len({case["id"] for case in VIGNETTES["cases"]}) == 83
