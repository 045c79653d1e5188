"""A case that somebody at the clinic has to look at again, because something came."""

from django.utils import timezone

from intake.practice.models import Organisation

from .actions import promised, urgency
from .models import Case


def come_back(case: Case) -> None:
    """First among its equals until a clinician opens it; a decided case is open again.

    The decision stands until another replaces it. The case is locked by the caller.
    """
    case.refresh_from_db(fields=["tier", "safety", "promised_on"])
    case.replied_at = timezone.now()
    case.urgency = urgency(case.tier, case.safety, came_back=True)
    if case.stage == Case.Stage.DECIDED:
        case.stage = Case.Stage.CHECKING
        case.promised_on = max(case.promised_on, promised(Organisation.current()))
    case.save(update_fields=["replied_at", "urgency", "stage", "promised_on"])
