"""A picture of counts: one bar a row, as long as its count, and a darker part of it."""

from collections.abc import Iterable
from typing import Any

# Units of the picture; the style sheet scales it.
WIDTH, SIDE, ROW, FIGURE = 400, 12, 40, 44


def bars(rows: Iterable[tuple[str, int, int]]) -> dict[str, Any] | None:
    """Where everything stands in the picture; None when nothing was counted.

    Args:
        rows: A name, how many, and how many of them the darker part stands for.
    """
    known = list(rows)
    most = max((count for _name, count, _part in known), default=0)
    if not most:
        return None
    unit = (WIDTH - 2 * SIDE - FIGURE) / most
    return {
        "width": WIDTH,
        "height": ROW * len(known),
        "left": SIDE,
        "rows": [
            {
                "name": name,
                "count": count,
                "part": part,
                "text_y": ROW * number + 14,
                "bar_y": ROW * number + 20,
                "length": round(count * unit, 1),
                "part_length": round(part * unit, 1),
                "figure_x": round(SIDE + count * unit + 6, 1),
                "figure_y": ROW * number + 32,
            }
            for number, (name, count, part) in enumerate(known)
        ],
    }
