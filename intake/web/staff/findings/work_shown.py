"""What was done about each finding, as pages of staff show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from intake.findings.inquiries import Opened
from intake.findings.work import FindingWorks, Work, found_in
from intake.review.models import Case

KEY = 16  # characters of a mark that stand in an address


@dataclass(frozen=True)
class WorkShown:
    """What the fragment ``staff/finding_work.html`` draws.

    Attributes:
        state: ``open``, ``confirmed``, ``resolved`` or ``set_aside``.
        works: Everything behind it.
        inquiries: What was asked outside about it, the newest first.
        url: Where somebody deals with it; empty where nobody may any more.
    """

    state: str
    works: FindingWorks
    url: str = ""
    inquiries: Sequence[Opened] = ()

    @property
    def ask_url(self) -> str:
        """Where somebody outside is asked about it."""
        return f"{self.url}outside/" if self.url else ""

    @property
    def is_open(self) -> bool:
        return self.works.is_open

    @property
    def counts(self) -> Work | None:
        return self.works.counts

    @property
    def before(self) -> Sequence[Work]:
        """What was done on other evidence."""
        return self.works.before

    @property
    def besides(self) -> Sequence[Work]:
        """What was done on this evidence and does not count: earlier, or taken back."""
        counts = self.works.counts
        return [work for work in self.works.here if work is not counts]

    @property
    def other(self) -> Sequence[Work]:
        return [*self.before, *self.besides]


def with_work(
    case: Case,
    run: Mapping[str, Any],
    findings: list[dict[str, Any]],
    inquiries: Sequence[Opened],
) -> list[dict[str, Any]]:
    """Each finding with what was done about it."""
    by_id = {one.id: one.works for one in found_in(case, run)}
    for finding in findings:
        about = [one for one in inquiries if one.asked.finding == finding["id"]]
        work = work_shown(case, by_id[finding["id"]], about)
        finding["work"] = work
        finding["settled"] = None if work.is_open else work.counts
    return findings


def work_shown(
    case: Case, works: FindingWorks, inquiries: Sequence[Opened] = ()
) -> WorkShown:
    state = works.counts.record.kind if works.counts else "open"
    may_work = case.stage != Case.Stage.WITHDRAWN
    address = reverse("staff:finding", args=[case.reference, key_of(works)])
    url = address if may_work else ""
    return WorkShown(str(state), works, url, inquiries)


def key_of(works: FindingWorks) -> str:
    """What stands in an address for a finding: it says nothing about it."""
    return works.grounds[:KEY]
