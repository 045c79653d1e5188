"""Reminding patients of what they are asked, and going on without an answer."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.utils import timezone

from intake.audit import actions as audit
from intake.audit import apart
from intake.practice.models import Organisation
from intake.questionnaires.models import InformationRequest, Response
from intake.questions import actions as questions
from intake.questions.models import Ending, Question
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
    """Take the next step for what waits long enough, each by itself.

    Returns:
        How many steps were taken.
    """
    now = now or timezone.now()
    pause = timedelta(days=Organisation.current().remind_after_days)
    asked = partial(_follow_up, now=now, pause=pause)
    own = partial(_follow_up_own, now=now, pause=pause)
    done = apart.each(asked, _requests(now, pause), failed="request not followed up")
    done += apart.each(own, _own(now, pause), failed="question not followed up")
    return sum(done)


def _requests(now: datetime, pause: timedelta) -> list[UUID]:
    asked = Response.objects.asked_again().filter(
        base__cases__isnull=False,
        request__at__lte=now - pause,
        request__kind__in=[Kind.STAFF, Kind.SAFETY],
    )
    steps = Step.objects.filter(response__isnull=False)  # NOT IN knows no empty ones
    recent = steps.filter(at__gt=now - pause).values("response")
    done = steps.filter(kind=Step.Kind.SECOND).values("response")
    never = asked.filter(request__kind=Kind.SAFETY, pk__in=done)
    waiting = asked.exclude(pk__in=recent).exclude(pk__in=never.values("pk"))
    return list(waiting.order_by("request__at").values_list("pk", flat=True)[:BATCH])


def _own(now: datetime, pause: timedelta) -> list[UUID]:
    recent = Step.objects.filter(at__gt=now - pause, question__isnull=False)
    asked = Question.objects.open().filter(at__lte=now - pause)
    waiting = asked.exclude(pk__in=recent.values("question")).order_by("at")
    return list(waiting.values_list("pk", flat=True)[:BATCH])


@audit.recorded
def _follow_up(response_id: UUID, now: datetime, pause: timedelta) -> bool:
    case = _held(response__followed_by=response_id)
    request = open_request(case)
    if request is None or request.pk != response_id:
        return False
    kind = _next(request.reminder_steps.last(), request.request.at, now, pause)
    if kind is None or _never_ends(request, kind):
        return False
    step = Step.objects.create(case=case, response=request, kind=kind, at=now)
    if kind == Step.Kind.EXPIRED:  # what was typed is kept
        asking.close_request(case, request, by=None)
    _tell(step)
    return True


@audit.recorded
def _follow_up_own(question_id: UUID, now: datetime, pause: timedelta) -> bool:
    """The same for a question in a clinician's own words."""
    case = _held(questions=question_id)
    question = Question.objects.open().filter(pk=question_id).first()
    if question is None:
        return False
    kind = _next(question.reminder_steps.last(), question.at, now, pause)
    if kind is None:
        return False
    step = Step.objects.create(case=case, question=question, kind=kind, at=now)
    if kind == Step.Kind.EXPIRED:
        questions.end(question, Ending.Kind.EXPIRED, by=None)
        questions.go_on(case)
    _tell(step)
    return True


def _held(**which: UUID) -> Case:
    related = Case.objects.select_related("patient__identity", "response")
    case = related.get(**which)
    lock(case)
    return case


def _next(
    latest: Step | None, asked_at: datetime, now: datetime, pause: timedelta
) -> str | None:
    """What is due, if anything: reminded once, twice, run out."""
    since = latest.at if latest else asked_at
    return NEXT.get(latest.kind if latest else None) if now - since >= pause else None


def _never_ends(request: Response, kind: str) -> bool:
    """Questions about safety of a new version stay open until they are answered."""
    is_safety = request.request.kind == Kind.SAFETY
    return is_safety and kind == Step.Kind.EXPIRED


def _tell(step: Step) -> None:
    is_over = step.kind == Step.Kind.EXPIRED
    audit.record(
        "request.expired" if is_over else "request.reminded",
        subject=step,
        patient=step.case.patient,
    )
    calling.tell(case=step.case, template="news")
