"""The report on a history as plain data."""

import pytest

from intake.domain.treatments.cases import read_cases
from intake.domain.treatments.report import report

FAILED = {
    "agent": "Zoloft",
    "dose": 100,
    "weeks_at_highest": 8,
    "adherence": "good",
    "improvement": 20,
}
SYMBYAX = FAILED | {"agent": "Symbyax", "dose": 25}
COURSE = {"episode_months": 13, "severity": "moderate", "augmentation": False}


def report_on(data):
    (case,) = read_cases(data)
    return report(case)


def test_a_history_is_reported_as_a_whole():
    lexapro = FAILED | {"agent": "Lexapro"}

    found = report_on({"trials": [FAILED, lexapro], **COURSE, "ect": False})

    assert found == {
        "trials": [
            {
                "agent": "Zoloft",
                "outcome": "failed_adequate",
                "why": "Adequate and failed: 100 mg a day (at least 50 mg) for 8 weeks "
                "(at least 6), best improvement 20 %.",
            },
            {
                "agent": "Lexapro",
                "outcome": "failed_adequate",
                "why": "Adequate and failed: 100 mg a day (at least 10 mg) for 8 weeks "
                "(at least 6), best improvement 20 %.",
            },
        ],
        "definite": 2,
        "max": 2,
        "status": "met",
        "notes": [],
        "maudsley": {
            "total": 6,
            "range": [6, 6],
            "band": "mild",
            "parts": {
                "duration": 2,
                "severity": 3,
                "failures": 1,
                "augmentation": 0,
                "ect": 0,
            },
            "missing": [],
        },
    }


def test_without_trials_there_is_nothing_to_stage():
    assert report_on([]) == {
        "trials": [],
        "definite": 0,
        "max": 0,
        "status": "not_met",
        "notes": [],
        "maudsley": None,
    }


def test_missing_parts_are_named_and_leave_no_total():
    staged = report_on([FAILED])["maudsley"]

    assert (staged["total"], staged["range"], staged["band"]) == (None, None, None)
    assert staged["missing"] == ["duration", "severity", "augmentation", "ect"]


@pytest.mark.parametrize(
    ("trials", "said", "points"),
    [
        pytest.param([FAILED], None, None, id="not said, not shown"),
        pytest.param([FAILED], False, 0, id="said not"),
        pytest.param([FAILED], True, 1, id="said"),
        pytest.param([SYMBYAX], None, 1, id="shown by a trial"),
        pytest.param([SYMBYAX], False, 1, id="shown against what was said"),
    ],
)
def test_augmentation_is_taken_from_the_case_or_its_trials(trials, said, points):
    staged = report_on({"trials": trials, "augmentation": said})["maudsley"]

    assert staged["parts"]["augmentation"] == points


def test_open_trials_show_both_totals():
    open_trials = [{"agent": "Prozac"}, {"agent": "Paxil"}]

    found = report_on({"trials": [FAILED, *open_trials], **COURSE, "ect": False})

    assert (found["definite"], found["max"]) == (1, 3)
    assert found["maudsley"]["range"] == [6, 7]


def test_notes_are_said_in_words():
    found = report_on([FAILED, FAILED])

    assert found["notes"] == ["sertraline is listed more than once and counts once."]


def test_a_nameless_agent_is_null():
    assert report_on([{}])["trials"][0]["agent"] is None
