"""What staff do at once when an answer that they entered may mean danger."""

from django.http import HttpResponse
from django.shortcuts import redirect

from intake.accounts import directory
from intake.practice.models import CrisisRecord
from intake.questionnaires.filled import filled
from intake.safety.actions import open_alert
from intake.safety.policy import SafetyPolicy
from intake.web.ui.filling.help_due import EMERGENCY, OTHERS, PRESSURE, kinds_of

from .sitting import EntrySitting, entry_page

BODY = {EMERGENCY, PRESSURE}


@entry_page
def now(sitting: EntrySitting) -> HttpResponse:
    """Plain words for whoever sits there; the alert itself is for clinicians."""
    patient = sitting.response.patient
    alert = open_alert(patient)
    answers = filled(sitting.response)
    if alert is None:
        return redirect(sitting.next_url(answers))
    kinds = set(kinds_of(answers))
    context = {
        "kinds": kinds,
        "is_medical": bool(kinds & BODY),
        "is_own_safety": not kinds <= BODY | {OTHERS},
        "crisis_kind": "emergency" if kinds <= BODY else "page",
        "closed_words": _closed_words(),
        "clinicians": directory.alert_recipients().filter(sites=patient.site),
        "alert": alert if sitting.user.is_clinical else None,
        "next_url": sitting.next_url(answers),
    }
    return sitting.render("now", context)


def _closed_words() -> str:
    """What is read out in place of the promise while the clinic is closed."""
    record = CrisisRecord.current()
    return SafetyPolicy.current().closed_words(record.lang) if record else ""
