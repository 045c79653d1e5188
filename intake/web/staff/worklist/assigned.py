"""Who has a case, as its page shows it."""

from typing import Any

from intake.accounts.models import User
from intake.review.models import Case
from intake.review.views import reviewers


def assignment_shown(case: Case, user: User) -> dict[str, Any]:
    """Who has it, and to which other people it can be handed."""
    others = reviewers([case.patient.site_id]).exclude(pk__in=[user.pk])
    return {
        "assignee": case.assignee,
        "is_mine": case.assignee_id == user.pk,
        "colleagues": [other for other in others if other.pk != case.assignee_id],
    }
