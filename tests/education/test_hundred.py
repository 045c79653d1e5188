"""A hundred people in a picture: as many are marked as the number says."""

import pytest

from intake.education.hundred import paths


@pytest.mark.parametrize("number", [0, 1, 10, 27, 99, 100])
def test_as_many_are_marked_as_the_number_says(number):
    marked, others = paths(number)

    assert marked.count("M") == number
    assert others.count("M") == 100 - number


def test_those_in_doubt_are_marked_otherwise():
    marked, perhaps, others = paths(48, 61)

    assert [part.count("M") for part in (marked, perhaps, others)] == [48, 13, 39]


def test_no_two_people_stand_in_one_place():
    people = "".join(paths(20, 50)).split("M")[1:]
    assert len(set(people)) == 100
