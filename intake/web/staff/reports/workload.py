"""Decisions and workload of a period: numbers, pictures, and the list behind each."""

import csv
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.web.staff.accounts.confirming import freshly_proved

from .figures import Report
from .periods import period_of
from .workload_drawn import overrides_drawn, paces_drawn
from .workload_lists import Listing, list_of
from .workload_tables import outcome_table, override_table, pace_table, waiting_table


@require_safe
def workload(request: HttpRequest) -> HttpResponse:
    report = Report(request.user, period_of(request))
    listing = list_of(report, request.GET)
    audit.record("workload.read", by=request.user, decisions=len(report.decided))
    _note_reasons(request, listing)
    query = report.period.query
    context = {
        "period": report.period,
        "paces": pace_table(report.decided, query),
        "outcomes": outcome_table(report.decided, query),
        "waiting": waiting_table(report.waiting, query),
        "overrides": override_table(report.stood, query),
        "paces_drawn": paces_drawn(report.decided, report.waiting),
        "overrides_drawn": overrides_drawn(report.stood),
        "list": listing,
        "csv_query": urlencode(query | (listing.query if listing else {})),
        "clinic_sites": request.user.sites.order_by("name"),
    }
    return render(request, "staff/workload.html", context)


@require_safe
@freshly_proved
def workload_csv(request: HttpRequest) -> HttpResponse:
    """The list behind a number for a spreadsheet; without one, all decisions."""
    report = Report(request.user, period_of(request))
    asked = request.GET if "show" in request.GET else {"show": "decided"}
    listing = list_of(report, asked)
    if listing is None:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    audit.record("workload.downloaded", by=request.user, rows=len(listing.rows))
    _note_reasons(request, listing)
    reply = HttpResponse(content_type="text/csv; charset=utf-8")
    reply["Content-Disposition"] = 'attachment; filename="workload.csv"'
    table = csv.writer(reply)
    table.writerow([str(title) for title in listing.titles])
    table.writerows([harmless(cell) for cell in row.cells] for row in listing.rows)
    return reply


def harmless(cell: object) -> str:
    """A cell as text that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _note_reasons(request: HttpRequest, listing: Listing | None) -> None:
    """Whose reasons were read; counting what was set aside reads nobody's."""
    for case in listing.opened if listing else ():
        audit.record(
            "reason.read", by=request.user, subject=case, patient=case.patient_id
        )
