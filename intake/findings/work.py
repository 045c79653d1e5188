"""What was done about each finding of a case, read and laid beside a run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from intake.domain.eligibility.finding import Severity
from intake.patients import vault
from intake.review import evaluation
from intake.review.models import Case, Decision

from .models import FindingWork

Kind = FindingWork.Kind
HOLDING = (Severity.CI, Severity.CLR)
SETTLING = (Kind.RESOLVED, Kind.SET_ASIDE)
GOING_ON = (Decision.Outcome.ELIGIBLE, Decision.Outcome.CONDITIONAL)


@dataclass(frozen=True)
class Work:
    """One thing that was done about a finding, opened.

    Attributes:
        record: The stored row.
        finding: The id of the criterion, or of the fact that is not known.
        reason: Why, in the clinician's words.
        source: Who or what says so; empty where nothing was named.
        taken_back_by: The record that takes it back, if there is one, and
        taken_back_why: its words.
    """

    record: FindingWork
    finding: str
    reason: str
    source: str = ""
    taken_back_by: FindingWork | None = None
    taken_back_why: str = ""

    @property
    def stands(self) -> bool:
        return self.record.takes_back_id is None and self.taken_back_by is None

    @property
    def is_settling(self) -> bool:
        """The finding is not open any more while this stands."""
        return self.record.kind in SETTLING


@dataclass(frozen=True)
class FindingWorks:
    """Everything about one finding, the oldest first.

    Attributes:
        grounds: The mark of the finding as it is now.
        here: What was done on these grounds, also what was taken back.
        before: What stands on other grounds: done before the evidence changed.
    """

    grounds: str
    here: tuple[Work, ...] = ()
    before: tuple[Work, ...] = ()

    @property
    def latest(self) -> int:
        """The newest record, or 0: a mark of what was looked at."""
        numbers = [work.record.pk for work in self.here]
        undone = [work.taken_back_by.pk for work in self.here if work.taken_back_by]
        return max(numbers + undone, default=0)

    @property
    def counts(self) -> Work | None:
        """What holds now: the newest that stands, apart from decisions."""
        standing = [work for work in self.here if work.stands and not _overrules(work)]
        return standing[-1] if standing else None

    @property
    def overruled(self) -> Work | None:
        """The reason with which a decision last went on in spite of it."""
        found = [work for work in self.here if _overrules(work)]
        return found[-1] if found else None

    @property
    def is_open(self) -> bool:
        return self.counts is None or not self.counts.is_settling

    @property
    def is_open_again(self) -> bool:
        """It was dealt with, and rests on something else since."""
        return self.counts is None and any(work.is_settling for work in self.before)


def _overrules(work: Work) -> bool:
    return work.record.kind == Kind.OVERRULED


class CaseWork:
    """All work on the findings of a case."""

    def __init__(self, works: Iterable[Work]):
        self.all = tuple(works)

    def on(self, finding: str, grounds: str) -> FindingWorks:
        about = [work for work in self.all if work.finding == finding]
        return FindingWorks(
            grounds=grounds,
            here=tuple(work for work in about if work.record.grounds == grounds),
            before=tuple(
                work for work in about if work.record.grounds != grounds and work.stands
            ),
        )

    def find(self, number: int) -> Work | None:
        """A record by its number; not one that takes back or belongs to a decision."""
        return next(
            (
                work
                for work in self.all
                if work.record.pk == number and not _overrules(work)
            ),
            None,
        )


def work_on(case: Case) -> CaseWork:
    """Everything that was done about findings of the case, in one query."""
    related = case.finding_work.select_related("by", "attachment", "reply")
    return CaseWork(works_of(related.defer("attachment__sealed"), case))


def works_of(records: Iterable[FindingWork], case: Case) -> list[Work]:
    """These records of a case opened, each with what takes it back."""
    works = [_opened(record, case) for record in records]
    undone = {
        work.record.takes_back_id: work for work in works if work.record.takes_back_id
    }
    return [
        _with(work, undone.get(work.record.pk))
        for work in works
        if work.record.takes_back_id is None
    ]


def _opened(record: FindingWork, case: Case) -> Work:
    return Work(record, **vault.read(record, case.patient, "sealed"))


def _with(work: Work, undone: Work | None) -> Work:
    if undone is None:
        return work
    return replace(work, taken_back_by=undone.record, taken_back_why=undone.reason)


@dataclass(frozen=True)
class Found:
    """One finding of the run that counts, with what was done about it."""

    report: Mapping[str, Any]
    works: FindingWorks

    @property
    def id(self) -> str:
        return self.report["id"]

    def holds(self, routes: Iterable[str]) -> bool:
        """Whether it is a contraindication or needs clearance on one of the routes."""
        return any(self.report["severity"].get(route) in HOLDING for route in routes)


def found_in(case: Case, run: Mapping[str, Any] | None = None) -> Sequence[Found]:
    """The findings of the run that counts, in its order."""
    run = run or evaluation.opened(evaluation.latest(case))
    work = work_on(case)
    return [
        Found(report, work.on(report["id"], run["grounds"][report["id"]]))
        for report in run["findings"]
    ]


def in_the_way(found: Iterable[Found], outcomes: Mapping[str, str]) -> Sequence[Found]:
    """What is open against going on, where the outcomes would go on all the same."""
    routes = [route for route, outcome in outcomes.items() if outcome in GOING_ON]
    return [one for one in found if one.works.is_open and one.holds(routes)]
