"""When a decision needs a second reader."""

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.review import evaluation
from intake.review.actions import Verdict
from intake.review.models import Case, Decision

from .models import SecondReaderPolicy

GOES_ON = frozenset({Decision.Outcome.ELIGIBLE, Decision.Outcome.CONDITIONAL})
CONTRAINDICATED = "CI"


def why_second(case: Case, verdict: Verdict, policy: SecondReaderPolicy) -> list[str]:
    """What of the policy asks for a second reader here; codes."""
    outcomes = set(verdict.outcomes.values())
    why = []
    if case.tier in policy.tiers:
        why.append("tier")
    if outcomes & set(policy.outcomes):
        why.append("outcome")
    if policy.overrides and _overrides(case, verdict):
        why.append("override")
    return why


def _overrides(case: Case, verdict: Verdict) -> bool:
    """A route goes on although it is contraindicated."""
    routes = evaluation.opened(evaluation.latest(case))["routes"]
    return any(
        outcome in GOES_ON and routes[route] == CONTRAINDICATED
        for route, outcome in verdict.outcomes.items()
        if route in routes
    )


@audit.recorded
def save_policy(*, policy: SecondReaderPolicy, by: User) -> SecondReaderPolicy:
    """Store when a second reader is needed; it holds for what is signed from now on."""
    policy.save()
    audit.record(
        "second_reader_policy.changed",
        by=by,
        subject=policy,
        tiers=policy.tiers,
        outcomes=policy.outcomes,
        overrides=policy.overrides,
    )
    return policy
