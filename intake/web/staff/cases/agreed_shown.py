"""What a patient agreed to when they sent their answers, beside these answers."""

from typing import Any

from intake.patients.models import Patient
from intake.questionnaires.actions import name_signed
from intake.questionnaires.models import Response


def agreed_shown(response: Response, patient: Patient) -> dict[str, Any] | None:
    """The statement with the name under it; None where there is none."""
    statement = getattr(response, "attestation", None)
    if statement is None:
        return None
    return {"statement": statement, "signed": name_signed(statement, patient)}
