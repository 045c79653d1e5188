"""What a patient accepted, in which words, and what they took back."""

from hashlib import sha256

from intake.accounts.models import User
from intake.audit import actions as audit

from . import vault
from .actions import hold
from .models import Acceptance, ConsentWithdrawal, Patient, PrivacyNotice
from .modes import Mode


class TakenBack(Exception):
    """The patient took their acceptance back, and has not accepted again."""


@audit.recorded
def accept_notice(
    *,
    patient: Patient,
    notice: PrivacyNotice,
    by: User,
    mode: str = Mode.SELF,
    name: str = "",
) -> Acceptance:
    """Record that the patient accepted this version; twice has one effect.

    Whoever took it back may accept it anew.

    Args:
        patient: Who accepted.
        notice: What was read, or read out.
        by: The patient, or whoever read it out or took the signed paper.
        mode: How.
        name: What the patient typed as their name on the same page.
    """
    hold(patient)
    found = patient.acceptances.standing().filter(notice=notice).first()
    if found is not None:
        return found
    how = {} if mode == Mode.SELF else {"mode": mode, "taken_by": by}
    acceptance = Acceptance.objects.create(
        patient=patient,
        notice=notice,
        digest=sha256(notice.text.encode()).hexdigest(),
        sealed_name=vault.close(patient, _signing(notice), name) if name else None,
        **how,
    )
    audit.record(
        "notice.accepted",
        by=by,
        subject=notice,
        patient=patient,
        number=notice.number,
        **({"mode": str(mode)} if how else {}),
    )
    return acceptance


@audit.recorded
def take_back(*, patient: Patient, by: User) -> None:
    """No version of the notice is accepted any more; what was sent stays sent.

    Until one is, no questions are begun or sent. Nothing happens where none is.
    """
    hold(patient)
    for acceptance in patient.acceptances.standing().select_related("notice"):
        ConsentWithdrawal.objects.create(acceptance=acceptance, by=by)
        audit.record(
            "notice.taken_back",
            by=by,
            subject=acceptance.notice,
            patient=patient,
            number=acceptance.notice.number,
        )


def has_taken_back(patient: Patient) -> bool:
    """Nothing is accepted, although something was."""
    known = patient.acceptances
    return known.exists() and not known.standing().exists()


def refuse_taken_back(patient: Patient) -> None:
    """For beginning and sending; raises :class:`TakenBack`."""
    if has_taken_back(patient):
        raise TakenBack


def name_accepted(acceptance: Acceptance) -> str:
    """The name under an acceptance, whose patient is opened; empty without one."""
    if acceptance.sealed_name is None:
        return ""
    purpose = _signing(acceptance.notice)
    return vault.open_value(acceptance.patient, purpose, acceptance.sealed_name)


def _signing(notice: PrivacyNotice) -> str:
    return f"name under notice {notice.number}"
