"""Decisions as the page of a case shows them."""

from typing import Any

from intake.decisions.letters import told_of
from intake.decisions.reading import is_over
from intake.review.actions import verdict_of
from intake.review.models import Case


def decisions_shown(case: Case) -> dict[str, Any]:
    """All decisions, the newest first, the letter of the one that counts, and what the
    patient says that waits for an answer."""
    found = case.decisions.select_related("decided_by").prefetch_related("outcomes")
    decisions = [(decision, verdict_of(decision)) for decision in found]
    told = told_of(decisions[0][0], case) if decisions else None
    reading = case.second_readings.select_related("end").last()
    is_open = reading is not None and not is_over(reading)
    return {
        "decisions": decisions,
        "told": told,
        "appeals": list(case.appeals.unanswered()),
        "reading": reading if is_open else None,
        "was_read_second": reading is not None and not is_open,
    }
