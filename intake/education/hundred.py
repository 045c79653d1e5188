"""A hundred people as an icon array: ten rows of ten circles, counted from the top."""

from itertools import pairwise

RADIUS = 7
STEP = 20


def paths(*upto: int) -> list[str]:
    """SVG paths on a field of 200 by 200, one for each part of the people.

    The first part ends with the person of the first number, and so on; the last holds
    the rest. The numbers rise, and are between 0 and 100.
    """
    people = [_circle(*divmod(person, 10)) for person in range(100)]
    ends = [0, *upto, 100]
    return ["".join(people[begin:end]) for begin, end in pairwise(ends)]


def _circle(row: int, column: int) -> str:
    left = column * STEP + STEP // 2 - RADIUS
    middle = row * STEP + STEP // 2
    turn = f"a{RADIUS} {RADIUS} 0 1 0"
    return f"M{left} {middle}{turn} {2 * RADIUS} 0{turn} -{2 * RADIUS} 0"
