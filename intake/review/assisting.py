"""Sending answers for a patient who cannot do it themselves."""

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients.modes import Mode
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.models import Response

from .asking import send
from .calling import note_told
from .models import Case

PRESENT = (Mode.PHONE, Mode.IN_PERSON)  # the patient hears it at once


@audit.recorded
def send_for_patient(*, response: Response, mode: str, by: User) -> Case:
    """Send what staff entered, with how the patient stood by it.

    Who is on the phone or in the room is told at once that it has arrived.

    Raises:
        questionnaires.NotComplete, questionnaires.NotOpen: nothing is changed.
    """
    case = send(response=response, by=by)
    questionnaires.attest(response=case.response, mode=mode, by=by)
    if mode in PRESENT:
        note_told(case=case, by=by)
    return case
