"""Other records of the person of a case, as the case page shows them."""

from typing import Any

from intake.accounts.models import User
from intake.patients import sameness
from intake.patients.models import Patient
from intake.review.models import Case
from intake.safety.models import Alert


def same_person_shown(patient: Patient, user: User) -> dict[str, Any]:
    """The joined records with their cases and alerts, and those that may be more.

    Returns:
        ``kept``, the record that goes on, if it is another one; ``cases`` and
        ``alerts`` of the joined records; ``suspected``, pairs to look at.
    """
    shown = {"suspected": sameness.like(patient, user) if user.is_clinical else []}
    linked = sameness.linked(patient, user)
    if linked is None:
        return shown
    others = linked.besides(patient)
    cases = Case.objects.visible_to(user).filter(patient__in=others)
    alerts = Alert.objects.open().filter(patient__in=others)
    return shown | {
        "kept": linked.kept if linked.kept != patient else None,
        "others": others,
        "cases": list(cases.order_by("-received_at")),
        "alerts": list(alerts) if user.is_clinical else [],
    }
