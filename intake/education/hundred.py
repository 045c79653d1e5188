"""A hundred people as an icon array: ten rows of ten circles, counted from the top."""

RADIUS = 7
STEP = 20


def paths(number: int) -> tuple[str, str]:
    """SVG paths on a field of 200 by 200: of the first ``number`` people, and the rest.

    ``number`` is between 0 and 100.
    """
    people = [_circle(*divmod(person, 10)) for person in range(100)]
    return "".join(people[:number]), "".join(people[number:])


def _circle(row: int, column: int) -> str:
    left = column * STEP + STEP // 2 - RADIUS
    middle = row * STEP + STEP // 2
    turn = f"a{RADIUS} {RADIUS} 0 1 0"
    return f"M{left} {middle}{turn} {2 * RADIUS} 0{turn} -{2 * RADIUS} 0"
