"""What every page knows: the clinic, where help is, and where this person may go."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from intake.accounts.models import User
from intake.accounts.presence import limits_of, seconds_left
from intake.accounts.roles import ADMINISTRATORS, PRIVACY_OFFICERS
from intake.audit import verifying
from intake.audit.models import Verification
from intake.domain.safety import CARD, NEEDS_CRISIS_PAGE
from intake.patients.identity import identity_of
from intake.practice.models import CrisisRecord, Organisation
from intake.review.models import Case
from intake.safety.models import Alert, SafetyPolicy
from intake.web.leaving import may_have_session
from intake.web.navigation import navigation

ANSWER_FOR_THE_TRAIL = ADMINISTRATORS | PRIVACY_OFFICERS


def clinic(request: HttpRequest) -> dict:
    organisation = Organisation.current()
    context = {
        "organisation": organisation,
        "crisis": CrisisRecord.current(),
        "brand_css": colors_address(organisation),
        "is_demo": settings.DEMO,
        "ends_session": may_have_session(request),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    if user.is_patient:
        help_due = _help_due(user, context["crisis"])
        return context | help_due | {"signed_in": _signed_in(request)}
    return context | {
        "ends_session": False,  # the way out of the portal is no way to sign staff out
        "staff_nav": navigation(request),
        "overdue": overdue(request),
        "broken_trail": broken_trail(user),
        "emergency": emergency(user),
        "signed_in": _signed_in(request),
    }


def emergency(user: User) -> dict | None:
    """The record of another site that is open to this person, and until when."""
    opened = user.in_emergency()
    if opened is None:
        return None
    case = Case.objects.filter(patient=opened).order_by("received_at").last()
    return {"until": user.emergency_until, "case": case}


def broken_trail(user: User) -> Verification | None:
    """What is wrong with the audit trail, for those who have to do something then."""
    return verifying.broken() if user.has_role(ANSWER_FOR_THE_TRAIL) else None


def overdue(request: HttpRequest) -> dict | None:
    """What the banner says while an alert is past its time; others see no number.

    A drill is not counted: where nothing else is late, the count is 0.
    """
    late = getattr(request, "overdue", [])
    alerts = [alert for alert in late if not alert.is_practice]
    if not late or not (alerts or request.user.is_clinical):
        return None
    if not request.user.is_clinical:
        return {"is_clinical": False}
    shown = alerts or late
    url = reverse("staff:worklist")
    if len(shown) == 1:
        url = reverse("staff:alert_detail", args=[shown[0].pk])
    return {"is_clinical": True, "count": len(alerts), "url": url}


def _signed_in(request: HttpRequest) -> dict[str, int]:
    """How long somebody stays signed in: now, after each page, and when we warn."""
    idle, _longest = limits_of(request.session, request.user)
    return {
        "left": seconds_left(request.session, request.user),
        "minutes": idle // 60,
        "warn": settings.SIGN_OUT_WARNING,
    }


def colors_address(organisation: Organisation) -> str:
    """Where the clinic's color is served; nothing while it has not chosen one."""
    accent = organisation.accent.removeprefix("#")
    return f"{reverse('colors')}?{accent}" if accent else ""


def _help_due(user: User, crisis: CrisisRecord | None) -> dict:
    """Help after a risk answer, in the patient's own language where it is confirmed."""
    alerts = Alert.objects.open().select_related("patient__identity")
    alert = alerts.filter(patient__user=user).first()
    show = crisis_show(alert) if alert else ""
    if not show or crisis is None:
        return {"crisis_show": show}
    identity = identity_of(alert.patient)
    own = identity.language if identity else crisis.lang
    spoken = crisis.speaking(own, chosen=own != crisis.lang)
    closed = SafetyPolicy.current().closed_words(spoken.lang)
    return {"crisis_show": show, "crisis": spoken, "closed_words": closed}


def crisis_show(alert: Alert) -> str:
    """How much help stands on the patient's pages while this alert is open."""
    if alert.level in NEEDS_CRISIS_PAGE:
        return "page"
    if alert.medical == Alert.Medical.EMERGENCY:
        return "emergency"
    return "card" if alert.level in CARD else ""
