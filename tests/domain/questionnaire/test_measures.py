"""Height and weight in either system."""

import pytest

from intake.domain.questionnaire.measures import MixedUnits, length_in, quantity


@pytest.mark.parametrize(
    ("dimension", "given", "si"),
    [
        pytest.param("height", {"ft": 5, "in": 6}, 1.6764, id="feet and inches"),
        pytest.param("height", {"ft": 6}, 1.8288, id="feet alone"),
        pytest.param("height", {"in": 66}, 1.6764, id="inches alone"),
        pytest.param("height", {"cm": 170}, 1.7, id="centimeters"),
        pytest.param("weight", {"lb": 150}, 68.0388555, id="pounds"),
        pytest.param("weight", {"kg": 70.5}, 70.5, id="kilograms"),
    ],
)
def test_a_measure_is_kept_as_given_and_in_si(dimension, given, si):
    value = quantity(dimension, given)

    assert value["given"] == given
    assert value["si"] == pytest.approx(si)


@pytest.mark.parametrize(
    ("dimension", "given"),
    [
        pytest.param("height", {"ft": 5, "cm": 170}, id="two systems"),
        pytest.param("weight", {"lb": 150, "kg": 70}, id="two weights"),
        pytest.param("weight", {"st": 11}, id="an unknown unit"),
        pytest.param("weight", {"cm": 70}, id="a unit of the other dimension"),
        pytest.param("height", {}, id="nothing"),
    ],
)
def test_units_that_do_not_go_together_are_refused(dimension, given):
    with pytest.raises(MixedUnits):
        quantity(dimension, given)


@pytest.mark.parametrize(
    ("unit", "number", "given", "whole"),
    [
        ("weeks", 8, "weeks", 8),
        ("weeks", 1, "months", 4),
        ("weeks", 3, "months", 13),
        ("weeks", 0.5, "years", 26),
        ("months", 1.5, "years", 18),
    ],
)
def test_a_length_of_time_is_counted_in_its_own_unit(unit, number, given, whole):
    assert length_in(unit, number, given) == whole


def test_a_unit_that_is_none_is_refused():
    with pytest.raises(KeyError):
        length_in("months", 2, "weeks")
