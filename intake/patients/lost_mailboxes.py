"""Another address for a patient who cannot prove it: two of the staff answer for it.

One asks, a clinician confirms. Where the patient signs in with an address already, it
is told, and nothing happens for a day: whoever reads it may call, and the patient may
stop it on their page. What is confirmed counts as written down by staff: whoever signs
in with it gives the date of birth, too.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from intake.accounts import factors, sessions
from intake.accounts.models import User
from intake.accounts.roles import CLINICAL
from intake.audit import actions as audit
from intake.messaging import actions as messaging

from . import addresses, vault
from .actions import hold
from .identity import mail_address_of
from .models import Patient
from .readdressings import Readdressing, ReaddressingEnd

WAIT = timedelta(hours=24)  # for the owner of the former address to object
Kind = ReaddressingEnd.Kind


class AlreadyAsked(Exception):
    """Another address waits for an answer."""


class NotYet(Exception):
    """The owner of the former address has a day to object."""


class SamePerson(Exception):
    """Whoever asked does not answer."""


class NotClinical(Exception):
    """A clinician of the patient's site answers."""


class NotTheirs(Exception):
    """The patient alone stops it."""


class Answered(Exception):
    """Somebody was quicker."""


def waiting_of(patient: Patient) -> Readdressing | None:
    """What was asked for and is not answered yet."""
    return patient.readdressings.waiting().select_related("by").first()


def address_of(readdressing: Readdressing) -> str:
    return vault.open_value(readdressing.patient, "new email", readdressing.sealed)


@audit.recorded
def ask(
    *, patient: Patient, email: str, how: str, by: User, at: datetime | None = None
) -> Readdressing:
    """Ask for another address; the former one and clinicians are told.

    Raises:
        AlreadyAsked, addresses.AddressTaken, addresses.AddressOfStaff: nothing was
            asked for.
    """
    at = at or timezone.now()
    hold(patient)
    patient.refresh_from_db()
    if waiting_of(patient) is not None:
        raise AlreadyAsked
    addresses.refuse(email, patient, by=by)
    former = mail_address_of(patient)
    asked = Readdressing.objects.create(
        patient=patient,
        sealed=vault.close(patient, "new email", email),
        how=how,
        opens_at=at + WAIT if former else at,
        by=by,
        at=at,
    )
    audit.record(
        "patient.email_asked", by=by, subject=asked, patient=patient, how=str(how)
    )
    if former:
        addresses.tell(patient, former, "address_asked")
    _tell_clinicians(patient, by)
    return asked


@audit.recorded
def confirm(
    *, readdressing: Readdressing, by: User, at: datetime | None = None
) -> None:
    """Write the address on the record; nothing that opened the account before does.

    Every browser is signed out and every passkey is forgotten: whoever reads the
    former mailbox may have added one.

    Raises:
        SamePerson, NotClinical, NotYet, Answered: nothing was changed.
        addresses.AddressTaken, addresses.AddressOfStaff: by now.
    """
    at = at or timezone.now()
    if by.pk == readdressing.by_id:
        raise SamePerson
    if not _may_answer(readdressing, by):
        raise NotClinical
    if at < readdressing.opens_at:
        raise NotYet
    patient = _held(readdressing)
    former, email = mail_address_of(patient), address_of(readdressing)
    addresses.write_unproved(patient, email, by=by)
    patient.save()
    passkeys = factors.forget_all(patient.user, by=by)
    _end(readdressing, Kind.CONFIRMED, by, at, passkeys=passkeys)
    sessions.end_all(patient.user)
    if former:
        addresses.tell(patient, former, "own_address_changed")


@audit.recorded
def end(
    *, readdressing: Readdressing, kind: str, by: User, at: datetime | None = None
) -> None:
    """Decline it, take it back, or stop it; the address stays as it is.

    Raises:
        SamePerson, NotClinical, NotTheirs: this is for somebody else to say.
        Answered: somebody was quicker.
    """
    is_patient = by.pk == readdressing.patient.user_id
    if is_patient != (kind == Kind.STOPPED):
        raise NotTheirs
    is_own = by.pk == readdressing.by_id
    if is_own != (kind == Kind.TAKEN_BACK) and not is_patient:
        raise SamePerson
    if kind == Kind.DECLINED and not _may_answer(readdressing, by):
        raise NotClinical
    _held(readdressing)
    _end(readdressing, kind, by, at or timezone.now())


def _may_answer(readdressing: Readdressing, by: User) -> bool:
    return by.is_clinical and readdressing.patient.site_id in by.site_ids()


def _held(readdressing: Readdressing) -> Patient:
    patient = readdressing.patient
    hold(patient)
    if not Readdressing.objects.waiting().filter(pk=readdressing.pk).exists():
        raise Answered
    patient.refresh_from_db()
    return patient


def _end(
    readdressing: Readdressing, kind: str, by: User, at: datetime, **detail: int
) -> None:
    ReaddressingEnd.objects.create(readdressing=readdressing, kind=kind, by=by, at=at)
    audit.record(
        {
            Kind.CONFIRMED: "patient.email_confirmed",
            Kind.DECLINED: "patient.email_declined",
            Kind.TAKEN_BACK: "patient.email_taken_back",
            Kind.STOPPED: "patient.email_stopped",
        }[Kind(kind)],
        by=by,
        subject=readdressing,
        patient=readdressing.patient,
        **detail,
    )


def _tell_clinicians(patient: Patient, by: User) -> None:
    """Those of the patient's site who may answer, in words about nobody."""
    people = User.objects.staff().filter(is_active=True, sites=patient.site)
    clinical = people.filter(roles__overlap=list(CLINICAL)).exclude(email="")
    for person in clinical.exclude(pk=by.pk):
        messaging.send_later(
            to=person.email,
            template="address_waits",
            language=settings.LANGUAGE_CODE,
        )
