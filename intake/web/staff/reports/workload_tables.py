"""The figures of decisions and workload as rows of links to what is behind them."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from intake.findings.overrides import Stood
from intake.practice.models import ROUTES
from intake.review.models import Decision
from intake.review.workload import Decided, Waiting, pace

from .groups import Group, assigned_to, case_of, decided_by, groups
from .times_in_words import time_in_words


def _cell(text: Any, query: dict[str, str], **asked: str) -> dict[str, str]:
    return {"text": text, "url": f"?{urlencode(query | asked)}#list"}


def pace_table(found: list[Decided], query: dict[str, str]) -> list[dict[str, Any]]:
    """Time to the first decision, by clinician and site."""
    first = [one for one in found if one.took is not None]
    parts = groups(first, decided_by, case_of)
    return [_pace_row(group, query) for group in parts]


def _pace_row(group: Group[Decided], query: dict[str, str]) -> dict[str, Any]:
    figures = pace(group.members)
    times = figures.times
    shown = [
        ("decided", times.count),
        ("in_time", figures.in_time),
        ("late", figures.late),
        ("slowest", time_in_words(times.median)),
        ("slowest", time_in_words(times.ninetieth)),
        ("slowest", time_in_words(times.worst)),
    ]
    cells = [_cell(text, query, show=show, group=group.key) for show, text in shown]
    return {"key": group.key, "name": group.name, "cells": cells}


def outcome_table(found: list[Decided], query: dict[str, str]) -> list[dict[str, Any]]:
    """How often each outcome was decided on each route; replaced decisions apart."""
    standing = [one for one in found if not one.is_replaced]
    counted = Counter(pair for one in standing for pair in one.outcomes.items())
    rows = [
        {
            "key": outcome,
            "cells": [
                _cell(
                    counted[route, outcome],
                    query,
                    show="outcome",
                    route=route,
                    outcome=outcome,
                )
                for route, _name in ROUTES
            ],
        }
        for outcome in Decision.Outcome.values
    ]
    return rows if standing else []


def waiting_table(found: list[Waiting], query: dict[str, str]) -> list[dict[str, Any]]:
    """What is open now, by who has it and by site."""
    return [
        {
            "key": group.key,
            "name": group.name,
            "cells": [
                _cell(text, query, show=show, group=group.key)
                for show, text in (
                    ("waiting", len(group.members)),
                    ("patient", sum(one.waits_for_patient for one in group.members)),
                    ("overdue", sum(one.is_late for one in group.members)),
                    ("waiting", time_in_words(max(o.waits for o in group.members))),
                )
            ],
        }
        for group in groups(found, assigned_to, case_of)
    ]


def override_table(found: list[Stood], query: dict[str, str]) -> list[dict[str, Any]]:
    """Each criterion that stood against a decision."""
    return [
        {
            "row": row,
            "cells": [
                _cell(row.times, query, show="stood", criterion=row.criterion),
                _cell(row.set_aside, query, show="aside", criterion=row.criterion),
            ],
        }
        for row in found
    ]
