"""Tries at what stands in somebody else's record: nothing is found, and it is noted.

Who tries learns no more than of an address that leads nowhere. The trail learns whose
record it was, so that a privacy officer sees who goes about trying.
"""

from django.http import HttpRequest

from intake.audit import actions as audit
from intake.patients.models import Patient
from intake.questionnaires.models import Response
from intake.questions.models import Question
from intake.review.models import Case
from intake.safety.models import Alert

SIDES = ("patient", "staff")
# What a part of an address names, by which column, and the way to whose it is.
NAMED = {
    "reference": (Case, "reference", "patient"),
    "patient_id": (Patient, "pk", "pk"),
    "first_id": (Patient, "pk", "pk"),
    "second_id": (Patient, "pk", "pk"),
    "response_id": (Response, "pk", "patient"),
    "alert_id": (Alert, "pk", "patient"),
    "question_id": (Question, "pk", "case__patient"),
}


def note_try(request: HttpRequest) -> None:
    """A line for each thing in the address that is there and not for this person."""
    match, user = request.resolver_match, getattr(request, "user", None)
    if match is None or match.namespace not in SIDES or user is None:
        return
    if not user.is_authenticated:
        return
    for part, value in match.kwargs.items():
        if part in NAMED:
            _note(user, part, value, match.view_name)


def _note(user, part: str, value: object, address: str) -> None:
    model, column, way = NAMED[part]
    row = model.objects.filter(**{column: value}).values_list("pk", way).first()
    if row is None:
        return
    pk, patient = row
    if Patient.objects.visible_to(user).filter(pk=patient).exists():
        return  # theirs; what was not there is something else
    audit.refused(
        "object.opened", by=user, subject=model(pk=pk), patient=patient, address=address
    )
