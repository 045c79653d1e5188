"""How two runs of the rules differ, in words."""

from typing import Any

from intake.domain.eligibility.difference import Difference, Report
from intake.domain.eligibility.finding import Severity
from intake.domain.eligibility.protocol import Protocol
from intake.practice.models import ROUTES


def difference_shown(
    found: Difference, before: Protocol, after: Protocol
) -> dict[str, Any] | None:
    """The difference for a page; None when there is none.

    Returns:
        ``{tier, safety, routes, added, gone, changed}``: pairs of codes, routes as
        ``{name, before, after}``, findings as ``{id, words, severity}``, those of both
        runs with ``was``, the severity before.
    """
    if not found:
        return None
    return {
        "tier": found.tier,
        "safety": found.safety,
        "routes": [
            {"name": name, "before": pair[0], "after": pair[1]}
            for code, name in ROUTES
            if (pair := found.routes.get(code))
        ],
        "added": [_shown(finding, after) for finding in found.added],
        "gone": [_shown(finding, before) for finding in found.gone],
        "changed": [
            _shown(new, after) | {"was": severity_of(old)} for old, new in found.changed
        ],
    }


def _shown(finding: Report, rules: Protocol) -> dict[str, Any]:
    criterion = rules.by_id.get(finding["id"])
    return {
        "id": finding["id"],
        "words": criterion.title if criterion else finding["why"],
        "severity": severity_of(finding),
    }


def severity_of(finding: Report) -> Severity:
    """The gravest on any route."""
    found = [Severity(code) for code in finding["severity"].values() if code]
    return min(found, key=lambda severity: severity.rank)
