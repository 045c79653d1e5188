"""The Maudsley Staging Method, checked against worked stages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.treatments.maudsley import (
    Course,
    Severity,
    severity_from_phq9,
    stage,
)

SUBSYNDROMAL, MILD, MODERATE, SEVERE, PSYCHOTIC = Severity


@pytest.mark.parametrize(
    ("months", "severity", "failures", "augmentation", "ect", "total", "band"),
    [
        pytest.param(6, MILD, 1, False, False, 4, "mild", id="MSM-01"),
        pytest.param(12, MODERATE, 2, False, False, 5, "mild", id="MSM-02"),
        pytest.param(13, MODERATE, 2, False, False, 6, "mild", id="MSM-03"),
        pytest.param(24, MODERATE, 3, False, False, 7, "moderate", id="MSM-04"),
        pytest.param(25, SEVERE, 3, False, False, 9, "moderate", id="MSM-05"),
        pytest.param(30, SEVERE, 4, True, False, 10, "moderate", id="MSM-06"),
        pytest.param(30, SEVERE, 5, True, False, 11, "severe", id="MSM-07"),
        pytest.param(60, PSYCHOTIC, 11, True, True, 15, "severe", id="MSM-08"),
        pytest.param(3, SUBSYNDROMAL, 1, False, False, 3, "mild", id="MSM-09"),
        pytest.param(18, SEVERE, 7, True, True, 12, "severe", id="MSM-10"),
    ],
)
def test_worked_stages(months, severity, failures, augmentation, ect, total, band):
    found = stage(Course(months, severity, augmentation, ect), failures)

    assert (found.total, found.band, found.missing) == (total, band, ())


def test_without_a_failed_drug_there_is_no_stage():
    assert stage(Course(10, MODERATE, False, False), 0) is None
    assert stage(Course(10, MODERATE, False, False), 0, maximum=3) is None


def test_a_missing_part_is_named_and_there_is_no_total():
    found = stage(Course(None, SEVERE, False, False), 3)

    assert (found.total, found.highest, found.band) == (None, None, None)
    assert found.missing == ("duration",)
    assert found.parts == {
        "duration": None,
        "severity": 4,
        "failures": 2,
        "augmentation": 0,
        "ect": 0,
    }


def test_everything_unknown_is_named():
    assert stage(Course(), 1).missing == ("duration", "severity", "augmentation", "ect")


@pytest.mark.parametrize(
    ("failures", "points"),
    [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4), (10, 4), (11, 5), (40, 5)],
)
def test_points_for_failed_drugs_change_at_the_published_steps(failures, points):
    assert stage(Course(), failures).parts["failures"] == points


@pytest.mark.parametrize(
    ("months", "points"), [(0, 1), (12, 1), (12.5, 2), (13, 2), (24, 2), (25, 3)]
)
def test_points_for_duration_change_at_the_published_steps(months, points):
    assert stage(Course(episode_months=months), 1).parts["duration"] == points


def test_open_trials_give_a_range():
    found = stage(Course(24, MODERATE, False, False), 2, maximum=3)

    assert (found.total, found.highest) == (6, 7)
    assert (found.band, found.highest_band) == ("mild", "moderate")


def test_without_open_trials_both_totals_agree():
    found = stage(Course(24, MODERATE, False, False), 2, maximum=2)

    assert found.total == found.highest == 6


@pytest.mark.parametrize(
    ("total", "severity"),
    [
        (0, SUBSYNDROMAL),
        (9, SUBSYNDROMAL),
        (10, MILD),
        (14, MILD),
        (15, MODERATE),
        (19, MODERATE),
        (20, SEVERE),
        (27, SEVERE),
    ],
)
def test_a_phq9_total_gives_a_provisional_severity(total, severity):
    assert severity_from_phq9(total) is severity


@pytest.mark.parametrize("total", [-1, 28])
def test_a_total_off_the_scale_gives_no_severity(total):
    with pytest.raises(ValueError, match="0 to 27"):
        severity_from_phq9(total)


def test_a_mapped_severity_stays_marked_as_provisional():
    course = Course(6, severity_from_phq9(20), False, False, True)

    assert stage(course, 1).provisional
    assert not stage(Course(6, SEVERE, False, False), 1).provisional


courses = st.builds(
    Course,
    episode_months=st.integers(0, 100),
    severity=st.sampled_from(Severity),
    augmentation=st.booleans(),
    ect=st.booleans(),
)


@given(courses, st.integers(1, 15), st.integers(0, 5))
def test_a_total_is_3_to_15_and_its_band_covers_it(course, definite, more):
    found = stage(course, definite, definite + more)

    assert 3 <= found.total <= found.highest <= 15
    low, high = {"mild": (3, 6), "moderate": (7, 10), "severe": (11, 15)}[found.band]
    assert low <= found.total <= high


@given(courses, st.integers(1, 15))
def test_another_failed_drug_never_lowers_the_total(course, definite):
    assert stage(course, definite + 1).total >= stage(course, definite).total
