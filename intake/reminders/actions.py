"""Reminding patients of what they are asked, and going on without an answer."""

from datetime import datetime, timedelta

from django.utils import timezone

from intake.audit import actions as audit
from intake.practice.models import Organisation
from intake.questionnaires.models import InformationRequest, Response
from intake.review import asking, calling
from intake.review.actions import lock
from intake.review.asked import open_request
from intake.review.models import Case

from .models import Step

Kind = InformationRequest.Kind
NEXT = {
    None: Step.Kind.FIRST,
    Step.Kind.FIRST: Step.Kind.SECOND,
    Step.Kind.SECOND: Step.Kind.EXPIRED,
}
BATCH = 20  # requests in one round of the worker


def follow_up(now: datetime | None = None) -> int:
    """Take the next step for requests that wait long enough, each by itself.

    Returns:
        How many steps were taken.
    """
    now = now or timezone.now()
    pause = timedelta(days=Organisation.current().remind_after_days)
    asked = Response.objects.asked_again().filter(
        base__cases__isnull=False,
        request__at__lte=now - pause,
        request__kind__in=[Kind.STAFF, Kind.SAFETY],
    )
    recent = Step.objects.filter(at__gt=now - pause).values("response")
    done = Step.objects.filter(kind=Step.Kind.SECOND).values("response")
    never = asked.filter(request__kind=Kind.SAFETY, pk__in=done)
    waiting = asked.exclude(pk__in=recent).exclude(pk__in=never.values("pk"))
    ids = list(waiting.order_by("request__at").values_list("pk", flat=True)[:BATCH])
    return sum(_follow_up(response_id, now, pause) for response_id in ids)


@audit.recorded
def _follow_up(response_id, now: datetime, pause: timedelta) -> bool:
    case = Case.objects.select_related("patient__identity", "response").get(
        response__followed_by=response_id
    )
    lock(case)
    request = open_request(case)
    if request is None or request.pk != response_id:
        return False
    latest = request.reminder_steps.last()
    since = latest.at if latest else request.request.at
    kind = NEXT.get(latest.kind if latest else None)
    if kind is None or now - since < pause or _never_ends(request, kind):
        return False
    step = Step.objects.create(case=case, response=request, kind=kind, at=now)
    if kind == Step.Kind.EXPIRED:
        _expire(case, request, step)
    else:
        audit.record("request.reminded", subject=step, patient=case.patient)
    calling.tell(case=case, template="news")
    return True


def _never_ends(request: Response, kind: str) -> bool:
    """Questions about safety of a new version stay open until they are answered."""
    is_safety = request.request.kind == Kind.SAFETY
    return is_safety and kind == Step.Kind.EXPIRED


def _expire(case: Case, request: Response, step: Step) -> None:
    """The case goes on without the answers; what was typed of them is kept."""
    asking.close_request(case, request, by=None)
    audit.record("request.expired", subject=step, patient=case.patient)
