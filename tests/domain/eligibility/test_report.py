"""The report: its shape, and its reasons in English."""

import json

import pytest

from intake.domain.eligibility.report import as_report, why

from .person import PROTOCOL, evaluated, finding


def test_a_report_has_the_agreed_shape():
    report = as_report(evaluated(nasal="yes"))

    assert report == {
        "protocol": "ketamine",
        "version": PROTOCOL.version,
        "tier": "no_barrier_found",
        "safety": "none",
        "routes": {"iv_im": "ok", "in": "CAU"},
        "findings": [
            {
                "id": "ORG-12",
                "severity": {"iv_im": None, "in": "CAU"},
                "why": "Blocked nose, nasal surgery or deformity. "
                "Answers: nose problems: yes.",
                "facts": {"nasal": "yes"},
                "sources": [
                    {
                        "key": "PROJECT",
                        "text": "Convention of this project",
                        "basis": "P",
                    }
                ],
            }
        ],
    }


def test_a_source_is_named_with_its_place_and_how_well_it_is_known():
    (found,) = as_report(evaluated(delirium="yes", avm="yes"))["findings"][:1]

    assert found["sources"][0] == {
        "key": "SPR",
        "text": "US Spravato label: section 4, contraindications",
        "basis": "V",
    }


def test_a_report_is_plain_json():
    report = as_report(evaluated(med=None, bmi=36.5, asq="current", age="unsure"))

    assert json.loads(json.dumps(report, allow_nan=False)) == report


@pytest.mark.parametrize(
    ("changes", "id_", "words"),
    [
        pytest.param(
            {"bp_sys": 182, "bp_dia": 96},
            "VAS-04",
            "Last blood pressure 180 or more, or 110 or more. Answers: systolic "
            "blood pressure: 182 mmHg; diastolic blood pressure: 96 mmHg.",
            id="numbers with units",
        ),
        pytest.param(
            {"phq9": 8},
            "IND-04",
            "PHQ-9 below 10. Answers: PHQ-9 total: 8.",
            id="number without unit",
        ),
        pytest.param(
            {"med": ["BZD", "AD", "OPI"]},
            "MED-18",
            "Opioid together with a benzodiazepine. "
            "Answers: medicine classes: BZD, OPI.",
            id="codes",
        ),
        pytest.param(
            {"med": ["X_KIDNEY"], "kidney": "declined"},
            "XCK-07",
            "Kidney failure medicine, but no kidney disease reported. "
            "Answers: medicine classes: X_KIDNEY; kidney failure or dialysis: "
            "prefers not to say.",
            id="an answer that contradicts",
        ),
        pytest.param(
            {"auditc": 4, "auditc_pos": True},
            "SUB-06",
            "AUDIT-C positive, below 8. Answers: AUDIT-C at or over the cut: yes; "
            "AUDIT-C total: 4; lowest possible AUDIT-C total: 1.",
            id="a flag",
        ),
        pytest.param(
            {"trd": "not_met"},
            "IND-01",
            "Treatment-resistant depression not shown. "
            "Answers: resistance to treatment: not met; "
            "diagnosis of major depression: yes.",
            id="a code",
        ),
        pytest.param(
            {"age": None},
            "AGE-03",
            "Age not known. Answers: age: no answer.",
            id="no value",
        ),
        pytest.param(
            {"pregnant": "unsure"},
            "REP-02",
            "Might be pregnant, test needed. Answers: pregnant: not sure.",
            id="not sure",
        ),
        pytest.param(
            {"avm": "unsure"},
            "UNK:avm",
            "Not known: arteriovenous malformation (not sure).",
            id="unknown: not sure",
        ),
        pytest.param(
            {"avm": "declined"},
            "UNK:avm",
            "Not known: arteriovenous malformation (prefers not to say).",
            id="unknown: declined",
        ),
        pytest.param(
            {"avm": None},
            "UNK:avm",
            "Not known: arteriovenous malformation (no answer).",
            id="unknown: no answer",
        ),
    ],
)
def test_the_reason_is_told_with_the_answers_behind_it(changes, id_, words):
    assert why(finding(evaluated(**changes), id_)) == words
