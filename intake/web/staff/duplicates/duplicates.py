"""Pairs of records that may be of one person, for somebody to look at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.patients.actions import note_found
from intake.patients.identity import identity_of
from intake.patients.sameness import suspected


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    pairs = suspected(request.user)
    with audit.unit():
        audit.record("patients.compared", by=request.user, found=len(pairs))
        people = [one for pair in pairs for one in (pair.first, pair.second)]
        note_found(people, by=request.user, through="duplicates")
    shown = [
        {
            "pair": pair,
            "first": identity_of(pair.first),
            "second": identity_of(pair.second),
        }
        for pair in pairs
    ]
    return render(request, "staff/duplicates/list.html", {"pairs": shown})
