"""Cases that were decided, without the pages that lead there."""

from datetime import timedelta

from django.utils import timezone

from intake.findings import actions
from intake.findings.work import found_in
from intake.review.actions import Verdict, revision_of
from intake.review.models import Case
from intake.review.workload import decided_in


def decide(case, by, outcome="eligible", *, nasal=None, days=None):
    """Decide both routes, a number of days after the case was sent.

    What stands against it is passed over, for the same reason.
    """
    if days is not None:
        sent = timezone.now() - timedelta(days=days)
        Case.objects.filter(pk=case.pk).update(received_at=sent)
    verdict = Verdict(
        {"iv_im": outcome, "in": nasal or outcome}, "For good reasons.", "Hello."
    )
    case = Case.objects.select_related("patient").get(pk=case.pk)
    reasons = {one.works.grounds: verdict.rationale for one in found_in(case)}
    return actions.decide(
        case=case, verdict=verdict, reasons=reasons, seen=revision_of(case), by=by
    )


def decided(user):
    now = timezone.now()
    return decided_in(user, now - timedelta(days=1), now + timedelta(days=1))
