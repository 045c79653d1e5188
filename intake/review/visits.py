"""When somebody looked at a case before, from the audit trail."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from intake.accounts.models import User
from intake.audit.models import Event

from .models import Case

ONE_VISIT = timedelta(minutes=30)  # opened again within it, it is the same visit
MOST = 50  # times that are looked at


def last_visit(case: Case, by: User, now: datetime) -> datetime | None:
    """When this person's visit before the present one was; None on the first.

    Ask before the present opening is noted.
    """
    read = Event.objects.about(case.patient_id).filter(
        action="case.read", actor_id=str(by.pk), subject_id=str(case.pk)
    )
    return visit_before(list(read.values_list("at", flat=True)[:MOST]), now)


def visit_before(opened: Sequence[datetime], now: datetime) -> datetime | None:
    """The latest of earlier visits; within the first visit, its beginning.

    Args:
        opened: When it was opened, the latest first.
        now: The present time.
    """
    before = [at for at in opened if now - at > ONE_VISIT]
    return next(iter(before), None) or (opened[-1] if opened else None)
