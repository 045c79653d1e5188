"""How two evaluations of the same patient differ, as stored reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Report = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """What one run has that another has not; findings as in the reports.

    ``tier``, ``safety`` and each of ``routes`` are pairs of before and after, None or
    absent where both agree. ``changed`` are findings of both runs, before and after,
    whose severity or facts are others.
    """

    tier: tuple[str, str] | None
    safety: tuple[str, str] | None
    routes: Mapping[str, tuple[str, str]]
    added: tuple[Report, ...]
    gone: tuple[Report, ...]
    changed: tuple[tuple[Report, Report], ...]

    def __bool__(self) -> bool:
        parts = (self.tier, self.safety, self.routes)
        return any((*parts, self.added, self.gone, self.changed))


def difference(before: Report, after: Report) -> Difference:
    """Compare two reports, the earlier one first."""
    old = {finding["id"]: finding for finding in before["findings"]}
    new = {finding["id"]: finding for finding in after["findings"]}
    return Difference(
        tier=_pair(before["tier"], after["tier"]),
        safety=_pair(before["safety"], after["safety"]),
        routes=_routes(before["routes"], after["routes"]),
        added=tuple(finding for name, finding in new.items() if name not in old),
        gone=tuple(finding for name, finding in old.items() if name not in new),
        changed=tuple(
            (old[name], finding)
            for name, finding in new.items()
            if name in old and _differs(old[name], finding)
        ),
    )


def _pair(before: str, after: str) -> tuple[str, str] | None:
    return (before, after) if before != after else None


def _routes(
    before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    both = {name: (before.get(name, ""), status) for name, status in after.items()}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def _differs(before: Report, after: Report) -> bool:
    return any(before[part] != after[part] for part in ("severity", "facts"))
