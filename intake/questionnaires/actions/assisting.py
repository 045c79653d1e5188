"""What staff do for a patient who phones, sends paper or sits beside them."""

from dataclasses import asdict, dataclass
from hashlib import sha256

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import consents, vault
from intake.patients.enrolling import enrol
from intake.patients.identity import Identity
from intake.patients.models import Patient, PrivacyNotice
from intake.patients.modes import Mode
from intake.practice.models import Location
from intake.questionnaires.models import Attestation, Response

from .responses import start_response


@dataclass(frozen=True)
class Words:
    """What somebody agreed to, as it was shown."""

    words: str
    language: str

    @property
    def digest(self) -> str:
        return sha256(self.words.encode()).hexdigest()


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
    consents.accept_notice(
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
def attest(
    *, response: Response, mode: str, words: Words, by: User, name: str = ""
) -> Attestation:
    """Keep what was agreed to when a response was sent; twice has one effect.

    That a patient sent it by themselves is told by the event of sending. ``name`` is
    their signature, as it was typed.
    """
    known = {"mode": mode, "by": by, "digest": words.digest, **asdict(words)}
    if name:
        known["sealed_name"] = vault.close(response.patient, _signing(response), name)
    attestation, new = Attestation.objects.get_or_create(
        response=response, defaults=known
    )
    if new and mode != Mode.SELF:
        audit.record(
            "response.attested",
            by=by,
            subject=response,
            patient=response.patient,
            mode=mode,
        )
    return attestation


def name_signed(attestation: Attestation, patient: Patient) -> str:
    """The name under a statement; empty where it was left out."""
    if attestation.sealed_name is None:
        return ""
    purpose = _signing(attestation.response)
    return vault.open_value(patient, purpose, attestation.sealed_name)


def _signing(response: Response) -> str:
    return f"name under {response.pk}"
