"""The findings of a case by how grave they are, with counts."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from intake.domain.eligibility.finding import Severity

TITLES = {
    Severity.CI: gettext_lazy("Contraindications"),
    Severity.CLR: gettext_lazy("Needs clearance"),
    Severity.MORE: gettext_lazy("Information missing"),
    Severity.CAU: gettext_lazy("Cautions"),
    Severity.INF: gettext_lazy("For information"),
}
FOLDED = (Severity.CAU, Severity.INF)  # read when there is time


def grouped(findings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every severity, the gravest first; one without findings has a count of 0.

    Returns:
        For each ``{code, title, findings, open, is_folded}``; ``open`` counts those
        that nobody has settled.
    """
    return [_group(severity, findings) for severity in Severity]


def _group(severity: Severity, findings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    own = [finding for finding in findings if finding["severity"] is severity]
    return {
        "code": severity.value,
        "title": TITLES[severity],
        "findings": own,
        "open": sum(not finding.get("settled") for finding in own),
        "is_folded": severity in FOLDED,
    }


def gravest_open(findings: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The first of the gravest that nobody has settled."""
    unsettled = (finding for finding in findings if not finding.get("settled"))
    return min(unsettled, key=lambda finding: finding["severity"].rank, default=None)
