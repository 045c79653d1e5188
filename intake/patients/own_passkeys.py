"""Passkeys of patients, beside the code: signing in, adding, removing, and telling."""

from typing import Any

from intake.accounts import factors, passkeys
from intake.accounts.models import Factor
from intake.accounts.passkeys import Place
from intake.audit import actions as audit
from intake.messaging import actions as messaging

from .identity import identity_of, mail_address_of
from .models import Patient


@audit.recorded
def sign_in(*, place: Place, state: dict[str, Any], answer: str) -> Patient:
    """The patient whose passkey this is.

    Raises:
        passkeys.NotProved: nobody's, or not what was asked.
    """
    factor = passkeys.prove(user=None, place=place, state=state, answer=answer)
    patient = Patient.objects.select_related("user").get(user=factor.user)
    audit.record("patient.signed_in", by=patient.user, patient=patient, by_passkey=True)
    return patient


@audit.recorded
def add(
    *, patient: Patient, place: Place, state: dict[str, Any], answer: str, device: str
) -> Factor:
    """Keep a new passkey, and write that there is one.

    Raises:
        passkeys.NotProved, passkeys.TooManyPasskeys: nothing was kept.
    """
    factor = passkeys.add(
        user=patient.user, place=place, state=state, answer=answer, device=device
    )
    _tell(patient, "passkey_added")
    return factor


@audit.recorded
def remove(*, patient: Patient, factor: Factor) -> None:
    factors.remove(factor=factor, by=patient.user)
    _tell(patient, "passkey_removed")


def _tell(patient: Patient, template: str) -> None:
    """A discreet mail, where one can be sent."""
    if address := mail_address_of(patient):
        identity = identity_of(patient)
        language = identity.language if identity else "en"
        messaging.send_later(to=address, template=template, language=language)
