"""The list behind each number of the report of decisions and workload."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from intake.findings.overrides import SetAside, stands_in
from intake.practice.models import ROUTES
from intake.review.models import Case, Decision
from intake.review.workload import Decided, Waiting

from .figures import Report
from .groups import ALL, assigned_to, case_of, decided_by, groups, members_of
from .times_in_words import time_in_words

ROUTE_NAMES = dict(ROUTES)


@dataclass(frozen=True)
class Row:
    """One line; the first cell is the reference of its case."""

    case: Case
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Listing:
    """What is behind a number; ``opened`` are the cases whose reasons it tells."""

    title: str
    titles: Sequence[str]
    rows: Sequence[Row]
    query: dict[str, str]
    opened: Sequence[Case] = field(default=())


def list_of(report: Report, asked: Mapping[str, str]) -> Listing | None:
    """The list that an address asks for; None when it asks for none that exists."""
    show = asked.get("show", "")
    names = ("show", "group", "route", "outcome", "criterion")
    query = {name: asked[name] for name in names if asked.get(name)}
    if show in DECIDED:
        found = _decided(report, show, asked)
        return Listing(DECIDED[show](), _decided_titles(), _decided_rows(found), query)
    if show in WAITING:
        found = _waiting(report, show, asked)
        return Listing(WAITING[show](), _waiting_titles(), _waiting_rows(found), query)
    if show == "aside":
        return _aside(report, asked.get("criterion", ""), query)
    return None


DECIDED: dict[str, Callable[[], str]] = {
    "decided": lambda: _("Decisions, the latest first"),
    "in_time": lambda: _("Decided by the promised day"),
    "late": lambda: _("Decided after the promised day"),
    "slowest": lambda: _("Decided, the longest time first"),
    "outcome": lambda: _("Decided with this outcome"),
    "stood": lambda: _("Decided while this criterion stood"),
}
WAITING: dict[str, Callable[[], str]] = {
    "waiting": lambda: _("Open now, the longest wait first"),
    "patient": lambda: _("Waiting for the patient"),
    "overdue": lambda: _("Past the promised day"),
}


def _decided(report: Report, show: str, asked: Mapping[str, str]) -> Iterable[Decided]:
    if show == "outcome":
        wanted = (asked.get("route", ""), asked.get("outcome", ""))
        standing = [one for one in report.decided if not one.is_replaced]
        return [one for one in standing if wanted in one.outcomes.items()]
    if show == "stood":
        criterion = asked.get("criterion", "")
        return [one for one in report.decided if stands_in(one, criterion)]
    key = asked.get("group", "")
    if not key:
        return report.decided
    first = [one for one in report.decided if one.took is not None]
    found = members_of(groups(first, decided_by, case_of), key)
    if show == "slowest":
        return sorted(found, key=lambda one: one.took, reverse=True)
    late = {"in_time": [False], "late": [True]}.get(show, [False, True])
    return [one for one in found if one.is_late in late]


def _decided_titles() -> list[str]:
    return [
        _("Case"),
        _("Sent complete"),
        _("Promised"),
        _("Decided"),
        _("Clinician"),
        _("Site"),
        _("Outcome"),
        _("Time"),
        _("Late"),
    ]


def _decided_rows(found: Iterable[Decided]) -> list[Row]:
    return [
        Row(
            one.case,
            (
                one.case.reference,
                _day(one.case.received_at),
                date_format(one.case.promised_on, "Y-m-d"),
                _day(one.decision.decided_at),
                one.decision.decided_by.name,
                str(one.case.patient.site or ""),
                _outcomes(one),
                time_in_words(one.took),
                _("late") if one.is_late else "",
            ),
        )
        for one in found
    ]


def _outcomes(one: Decided) -> str:
    words = [
        f"{ROUTE_NAMES.get(route, route)}: {Decision.Outcome(outcome).label}"
        for route, outcome in sorted(one.outcomes.items(), reverse=True)
    ]
    if one.is_replaced:
        words.append(_("replaced"))
    return "; ".join(map(str, words))


def _day(at) -> str:
    return date_format(localtime(at), "Y-m-d")


def _waiting(report: Report, show: str, asked: Mapping[str, str]) -> Iterable[Waiting]:
    key = asked.get("group") or ALL
    found = members_of(groups(report.waiting, assigned_to, case_of), key)
    if show == "patient":
        return [one for one in found if one.waits_for_patient]
    if show == "overdue":
        return [one for one in found if one.is_late]
    return found


def _waiting_titles() -> list[str]:
    return [
        _("Case"),
        _("Sent complete"),
        _("Promised"),
        _("Who has it"),
        _("Site"),
        _("Stage"),
        _("Time"),
        _("Late"),
    ]


def _waiting_rows(found: Iterable[Waiting]) -> list[Row]:
    return [
        Row(
            one.case,
            (
                one.case.reference,
                _day(one.case.received_at),
                date_format(one.case.promised_on, "Y-m-d"),
                one.case.assignee.name if one.case.assignee else "",
                str(one.case.patient.site or ""),
                str(one.case.get_stage_display()),
                time_in_words(one.waits),
                _("late") if one.is_late else "",
            ),
        )
        for one in found
    ]


def _aside(report: Report, criterion: str, query: dict[str, str]) -> Listing:
    found = [one for one in report.set_aside if criterion in ("", one.criterion)]
    return Listing(
        title=_("Set aside, with the reason"),
        titles=[_("Case"), _("Criterion"), _("Day"), _("Clinician"), _("Reason")],
        rows=[_aside_row(one) for one in found],
        query=query,
        opened=[one.case for one in found],
    )


def _aside_row(one: SetAside) -> Row:
    cells = (one.case.reference, one.text, _day(one.at), one.by.name, one.reason())
    return Row(one.case, cells)
