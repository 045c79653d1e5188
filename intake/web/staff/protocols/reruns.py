"""How far a rerun is, and what it changes or would change, case by case."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.reruns.actions import changes_of
from intake.reruns.models import Rerun, Turn
from intake.web.staff.cases.differences_shown import difference_shown

PAGE = 25
LONGEST = 18  # digits
State = Turn.State


@require_safe
def rerun(request: HttpRequest, rerun_id: UUID) -> HttpResponse:
    """The numbers are of all cases; those listed are of one's own sites."""
    related = Rerun.objects.select_related("version__protocol", "by").defer(
        "version__data"
    )
    found = get_object_or_404(related, pk=rerun_id)
    mine = found.turns.visible_to(request.user)
    mine = mine.select_related("case__patient", "before__protocol").defer(
        "before__protocol__data"
    )
    page, following = _page(request.GET.get("after", ""), mine.filter(is_changed=True))
    _note_reading(page, request)
    context = {
        "rerun": found,
        "totals": _totals(found),
        "rows": [_row(turn, found) for turn in page],
        "next": following,
        "failed": mine.filter(state=State.FAILED),
    }
    return render(request, "staff/protocols/rerun.html", context)


def _totals(found: Rerun) -> dict[str, Any]:
    states = {state: Count("pk", filter=Q(state=state)) for state in State.values}
    totals = found.turns.aggregate(
        **states,
        all=Count("pk"),
        changed=Count("pk", filter=Q(is_changed=True)),
        stricter=Count("pk", filter=Q(is_stricter=True)),
        last=Max("at"),
    )
    return totals | {"taken": totals["all"] - totals["waiting"]}


def _page(after: str, listed: QuerySet[Turn]) -> tuple[list[Turn], str]:
    """One page, the stricter ones first, and where the next begins, if it does."""
    strict, _dash, number = after.partition("-")
    if strict in ("0", "1") and _is_number(number):
        rest = Q(is_stricter=strict == "1", pk__gt=int(number))
        listed = listed.filter(rest | Q(is_stricter=False) if strict == "1" else rest)
    turns = list(listed.order_by("-is_stricter", "pk")[: PAGE + 1])
    if len(turns) <= PAGE:
        return turns, ""
    last = turns[PAGE - 1]
    return turns[:PAGE], f"{int(last.is_stricter)}-{last.pk}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST


@audit.recorded
def _note_reading(turns: Iterable[Turn], request: HttpRequest) -> None:
    for turn in turns:
        case = turn.case
        audit.record(
            "case.change_read", by=request.user, subject=case, patient=case.patient
        )


def _row(turn: Turn, found: Rerun) -> dict[str, Any]:
    changes = changes_of(turn)
    before, after = turn.before.protocol, found.version
    return {
        "turn": turn,
        "difference": changes and difference_shown(changes, before.rules, after.rules),
    }
