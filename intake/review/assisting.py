"""Sending answers, by a patient or for one who cannot do it themselves."""

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
def send_by_patient(
    *, response: Response, words: questionnaires.Words, by: User, name: str = ""
) -> Case:
    """Send what a patient filled in, with the words that they agreed to.

    ``name`` is what they typed under them.

    Raises:
        questionnaires.NotComplete, questionnaires.NotOpen: nothing is changed.
    """
    case = send(response=response, by=by)
    questionnaires.attest(
        response=case.response, mode=Mode.SELF, words=words, by=by, name=name
    )
    return case


@audit.recorded
def send_for_patient(
    *,
    response: Response,
    mode: str,
    words: questionnaires.Words,
    by: User,
    name: str = "",
) -> Case:
    """Send what staff entered, with how the patient stood by it.

    Who is on the phone or in the room is told at once that it has arrived.

    Raises:
        questionnaires.NotComplete, questionnaires.NotOpen: nothing is changed.
    """
    case = send(response=response, by=by)
    questionnaires.attest(
        response=case.response, mode=mode, words=words, by=by, name=name
    )
    if mode in PRESENT:
        note_told(case=case, by=by)
    return case
