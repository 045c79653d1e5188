"""How long a patient still has to answer, and which cases had no answer."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from intake.practice.models import Organisation
from intake.questionnaires.models import InformationRequest, Response
from intake.questions.models import Question
from intake.review.models import Case

from .actions import NEXT
from .models import Step


def open_until(request: Response, organisation: Organisation) -> date | None:
    """The last day on which answers count; None where they are waited for in any case.

    Each reminder gives as many days again.
    """
    if request.request.kind != InformationRequest.Kind.STAFF:
        return None
    return _last_day(request.reminder_steps.all(), request.request.at, organisation)


def question_open_until(question: Question, organisation: Organisation) -> date:
    """The same for a question in a clinician's own words."""
    return _last_day(question.reminder_steps.all(), question.at, organisation)


def _last_day(
    taken: Iterable[Step], asked_at: datetime, organisation: Organisation
) -> date:
    steps = list(taken)
    since = steps[-1].at if steps else asked_at
    left = (len(NEXT) - len(steps)) * organisation.remind_after_days
    return organisation.today(since + timedelta(days=left))


def without_answer(cases: Collection[UUID]) -> set[UUID]:
    """Those of these cases that go on without what was asked last."""
    steps = Step.objects.unanswered().filter(case__in=cases)
    return set(steps.values_list("case", flat=True))


def unanswered_step(case: Case) -> Step | None:
    """That the last request of a case ran out, until something else happens."""
    return Step.objects.unanswered().filter(case=case).last()
