"""What staff do for a patient who phones, sends paper or sits beside them."""

from dataclasses import dataclass

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import actions as patients
from intake.patients.enrolling import enrol
from intake.patients.identity import Identity
from intake.patients.models import PrivacyNotice
from intake.practice.models import Location
from intake.questionnaires.models import Attestation, Response

from .responses import start_response


@dataclass(frozen=True)
class Newcomer:
    """Somebody whom staff write down: who it is, and how they accepted the notice."""

    identity: Identity
    site: Location
    notice: PrivacyNotice
    mode: str
    email: str = ""


@audit.recorded
def enrol_newcomer(*, newcomer: Newcomer, by: User) -> Response:
    """Record a person, their acceptance of the notice, and begin their screening.

    Raises:
        AddressTaken: another record has the address; nothing was stored.
    """
    patient = enrol(
        identity=newcomer.identity, site=newcomer.site, email=newcomer.email, by=by
    )
    patients.accept_notice(
        patient=patient, notice=newcomer.notice, by=by, mode=newcomer.mode
    )
    return start_response(patient=patient, by=by)


@audit.recorded
def begin_entry(*, response: Response, mode: str, by: User) -> None:
    """Staff open a response to fill it in: from here on they see what they may see."""
    audit.record(
        "response.entry_begun",
        by=by,
        subject=response,
        patient=response.patient,
        mode=mode,
    )


@audit.recorded
def attest(*, response: Response, mode: str, by: User) -> Attestation:
    """Record that the patient stands by what staff send; twice has one effect."""
    attestation, new = Attestation.objects.get_or_create(
        response=response, defaults={"mode": mode, "by": by}
    )
    if new:
        audit.record(
            "response.attested",
            by=by,
            subject=response,
            patient=response.patient,
            mode=mode,
        )
    return attestation
