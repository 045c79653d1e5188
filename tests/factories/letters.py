"""Decisions with their letters, made by the same actions as real ones."""

from intake.decisions import actions
from intake.decisions.letters import Signed
from intake.domain.letters.drafting import Choices
from intake.review import actions as review
from intake.review.actions import Verdict
from intake.review.models import Case, Decision

CONDITIONAL = {"iv_im": "conditional", "in": "eligible"}
NOT_NOW = {"iv_im": "not_now", "in": "not_now"}


def sign(
    case: Case,
    by,
    outcomes=None,
    *,
    rationale: str = "Your blood pressure matters here.",
    message: str = "You may go on.\n\nPlease bring your log.",
    seen: str = "",
    **choices,
) -> Decision:
    """A signed decision; ``choices`` are those of a letter."""
    return actions.sign_decision(
        case=case,
        signed=Signed(
            Verdict(outcomes or CONDITIONAL, rationale, message), Choices(**choices)
        ),
        seen=seen or review.revision_of(case),
        by=by,
    )
