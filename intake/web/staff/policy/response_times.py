"""How long alerts waited in a period, with the alerts behind every number."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.domain.durations import Summary
from intake.safety import times
from intake.safety.times import Line, Step, Waited
from intake.web.staff.reports.periods import period_of
from intake.web.staff.reports.times_in_words import time_in_words

from .times_drawn import drawn
from .times_in_words import kind_in_words, told

ALL = "all"
SHOWN = {
    ALL: gettext_lazy("All alerts"),
    "acknowledge": gettext_lazy("Taken on, the longest wait first"),
    "unacknowledged": gettext_lazy("Not taken on"),
    "contact": gettext_lazy("Reached, the longest wait first"),
    "uncontacted": gettext_lazy("Not reached"),
    "open": gettext_lazy("Still open"),
}


@require_safe
def response_times(request: HttpRequest) -> HttpResponse:
    period = period_of(request)
    found = times.waited_in(request.user, period.start, period.end)
    audit.record("report.read", by=request.user, alerts=len(found))
    kind, show = request.GET.get("kind", ""), request.GET.get("show", "")
    context = {
        "period": period,
        "lines": [_line(one, period.query) for one in _lines(found)],
        "drawing": drawn(found, timezone.now()),
        "list": _list(found, kind, show) if show in SHOWN else None,
        "clinic_sites": request.user.sites.order_by("name"),
    }
    return render(request, "staff/response_times.html", context)


def _lines(found: list[Waited]) -> list[Line]:
    """Every kind, and all together where there are several."""
    known = times.lines(found)
    return [*known, times.line(ALL, found)] if len(known) > 1 else known


def _line(line: Line, period: dict[str, str]) -> dict:
    def cell(show: str, text: str | int) -> dict:
        query = urlencode(period | {"kind": line.kind, "show": show})
        return {"text": text, "url": f"?{query}#list", "show": show}

    def figures(show: str, found: Summary) -> list[dict]:
        known = (found.median, found.ninetieth, found.worst)
        return [cell(show, time_in_words(figure)) for figure in known]

    return {
        "kind": line.kind,
        "name": _("All") if line.kind == ALL else kind_in_words(line.kind),
        "cells": [
            cell(ALL, line.alerts),
            *figures("acknowledge", line.acknowledge),
            cell("unacknowledged", line.unacknowledged),
            *figures("contact", line.contact),
            cell("uncontacted", line.uncontacted),
            cell("open", line.still_open),
        ],
    }


def _list(found: list[Waited], kind: str, show: str) -> dict:
    """The alerts behind a number."""
    of_kind = [one for one in found if kind in ("", ALL, one.kind)]
    chosen = {
        ALL: of_kind,
        "acknowledge": _longest_first(of_kind, Step.ACKNOWLEDGE),
        "unacknowledged": [one for one in of_kind if one.acknowledged_at is None],
        "contact": _longest_first(of_kind, Step.CONTACT),
        "uncontacted": [one for one in of_kind if one.contacted_at is None],
        "open": [one for one in of_kind if one.alert.is_open],
    }[show]
    is_one_kind = kind in times.KINDS
    return {
        "title": SHOWN[show],
        "kind": kind_in_words(kind) if is_one_kind else "",
        "rows": [_row(one) for one in chosen],
    }


def _longest_first(found: list[Waited], step: Step) -> list[Waited]:
    done = [one for one in found if one.time(step) is not None]
    return sorted(done, key=lambda one: one.time(step), reverse=True)


def _row(one: Waited) -> dict:
    return {
        "alert": one.alert,
        "name": kind_in_words(one.kind),
        "told": told(one),
    }
