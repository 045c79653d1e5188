"""Pictures of decisions and workload."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from intake.findings.overrides import Stood
from intake.review.workload import Decided, Waiting

from .bars import bars
from .groups import case_of, decided_by, groups
from .strips import Mark, Scale, strips

MOST = 10  # criteria; the table has all of them
SCALE = Scale(
    shortest=timedelta(hours=1),
    longest=timedelta(days=90),
    ticks=(
        timedelta(hours=1),
        timedelta(hours=8),
        timedelta(days=2),
        timedelta(days=7),
        timedelta(days=21),
        timedelta(days=90),
    ),
)


def paces_drawn(found: list[Decided], waiting: list[Waiting]) -> dict[str, Any] | None:
    """Each first decision by clinician: a dot in time, a ring late; and what waits."""
    first = [one for one in found if one.took is not None]
    people = [
        group
        for group in groups(first, decided_by, case_of)
        if group.key.startswith("person-")
    ]
    lines = [(group.name, [_mark(one) for one in group.members]) for group in people]
    if waiting:
        lines.append((_("Open now"), [("waits", one.waits) for one in waiting]))
    return strips(SCALE, lines)


def _mark(one: Decided) -> Mark:
    return ("taken" if one.is_late else "reached", one.took)


def overrides_drawn(found: list[Stood]) -> dict[str, Any] | None:
    """How often each criterion stood, and, darker, how often it was set aside."""
    return bars((row.text, row.times, row.set_aside) for row in found[:MOST])
