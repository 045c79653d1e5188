"""The worklist: alerts first, then cases by urgency and waiting time."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from intake.audit import actions as audit
from intake.coordination.for_you import ForYou, for_you
from intake.coordination.models import Tag
from intake.messaging.actions import worker_is_alive
from intake.messaging.models import Outbox
from intake.patients.identity import identity_of
from intake.reminders.standing import without_answer
from intake.review import saved_views
from intake.review.models import Case
from intake.review.views import Queue, counts
from intake.review.worklist import Cursor, alerts_for, calls_for, cases_for, stamp_of
from intake.web.staff.coordination.shown import for_you_shown
from intake.web.staff.decisions.waiting import waiting_shown, waiting_stamp

from .search import SearchForm
from .worklist_view import QUEUES, FilterForm, filters_of, query_of


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    user = request.user
    filters = filters_of(request.GET, user)
    view = filters.view
    after = Cursor.parse(request.GET.get("after", ""))
    cases, following = cases_for(user, view, after=after)
    for row in cases:
        row.case.shown_tags = _tags(row.case, filters)
    waiting = alerts_for(user)
    waits = for_you(user)
    alerts = [(a, identity_of(a.patient)) for a in waiting if not a.is_practice]
    audit.record("worklist.read", by=user, cases=len(cases), alerts=len(alerts))
    query = query_of(view)
    context = {
        "alerts": alerts,
        "drills": [alert for alert in waiting if alert.is_practice],
        "calls": calls_for(user),
        "for_you": for_you_shown(waits),
        **waiting_shown(user),
        "cases": cases,
        "without_answer": without_answer([row.case.pk for row in cases]),
        "view": view,
        "query": query,
        "queues": _queues(request, view.queue),
        "filters": filters,
        "search": SearchForm(),
        "saved": saved_views.of(user),
        "closed": view.is_closed,
        "has_sites": bool(user.site_ids()),
        "unsent": Outbox.objects.failing().count(),
        "worker_is_alive": worker_is_alive(),
        "next_url": f"?{query}&after={following}" if following else "",
        "first_url": f"?{query}" if after else "",
        "stamp": _stamp(request, filters, waits),
        "sees_clinical": user.is_clinical,
    }
    return render(request, "staff/worklist.html", context)


@require_safe
def worklist_state(request: HttpRequest) -> HttpResponse:
    """A mark of what a worklist shows: it changes with it, and says nothing else."""
    filters = filters_of(request.GET, request.user)
    return JsonResponse({"stamp": _stamp(request, filters, for_you(request.user))})


@require_POST
def worklist_views(request: HttpRequest) -> HttpResponse:
    """Keep a way to look at the worklist under a name, or forget one."""
    filters = filters_of(request.POST, request.user)
    name = request.POST.get("name", "").strip()
    if request.POST.get("_action") == "forget":
        saved_views.forget(by=request.user, name=name)
    elif name:
        saved_views.keep(by=request.user, name=name, query=query_of(filters.view))
    return redirect(f"{request.path.removesuffix('views/')}?{query_of(filters.view)}")


def _queues(request: HttpRequest, current: Queue) -> list[dict]:
    """Every queue with its address and count; nobody counts what is closed."""
    many = counts(request.user)
    shown = [q for q in QUEUES if request.user.is_clinical or q is not Queue.MINE]
    return [
        {
            "label": QUEUES[queue],
            "url": "?" if queue is Queue.ALL else f"?show={queue}",
            "count": many.get(queue),
            "code": str(queue),
            "current": queue is current,
        }
        for queue in shown
    ]


def _tags(case: Case, filters: FilterForm) -> list[Tag]:
    return [filters.tags[pk] for pk in case.tags if pk in filters.tags]


def _stamp(request: HttpRequest, filters: FilterForm, waits: ForYou) -> str:
    after = Cursor.parse(request.GET.get("after", ""))
    shown = stamp_of(request.user, filters.view, after=after)
    known = (shown, waits.stamp, waiting_stamp(request.user))
    return sha256(repr(known).encode()).hexdigest()[:16]
