"""Opening a record of another site in an emergency, ending that, looking it over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.accounts.models import User
from intake.accounts.roles import REVIEWERS_OF_ACCESS
from intake.audit import actions as audit
from intake.messaging import actions as messaging
from intake.practice.models import Organisation

from . import vault
from .emergencies import EmergencyAccess, EmergencyEnd, EmergencyReview
from .models import Patient

MESSAGE = "emergency"


class NotNeeded(Exception):
    """This person may open the record without it."""


class OwnAccess(Exception):
    """Nobody judges what they did themselves."""


class AlreadyReviewed(Exception):
    """Somebody was quicker."""


@audit.recorded
def open_record(
    *, patient: Patient, reason: str, by: User, at: datetime | None = None
) -> EmergencyAccess:
    """Open one record for a time; what was open before is ended.

    Raises:
        NotNeeded: it is open to this person already.
    """
    at = at or timezone.now()
    if Patient.objects.visible_to(by).filter(pk=patient.pk).exists():
        raise NotNeeded
    end(by=by, at=at)
    minutes = Organisation.current().emergency_minutes
    until = at + timedelta(minutes=minutes)
    access = EmergencyAccess(patient=patient, by=by, at=at, until=until)
    vault.add(access, patient, sealed=reason)
    _give(by, patient=patient.pk, until=access.until)
    audit.record(
        "emergency.opened", by=by, subject=access, patient=patient, minutes=minutes
    )
    _tell(by)
    return access


@audit.recorded
def end(*, by: User, at: datetime | None = None) -> None:
    """End it by hand; nothing where none is open."""
    at = at or timezone.now()
    for access in EmergencyAccess.objects.filter(by=by).unfinished(at):
        EmergencyEnd.objects.create(access=access, at=at)
        audit.record("emergency.ended", by=by, subject=access, patient=access.patient)
    _give(by, patient=None, until=None)


@audit.recorded
def review(*, access: EmergencyAccess, was_right: bool, note: str, by: User) -> None:
    """Say whether it was right.

    Raises:
        OwnAccess: it was this very person.
        AlreadyReviewed: it has been said.
    """
    if access.by_id == by.pk:
        raise OwnAccess
    try:
        with transaction.atomic():
            said = EmergencyReview(access=access, was_right=was_right, by=by)
            vault.add(said, access.patient, sealed=note)
    except IntegrityError as error:
        raise AlreadyReviewed from error
    audit.record(
        "emergency.reviewed",
        by=by,
        subject=access,
        patient=access.patient,
        right=was_right,
    )


def reason_of(access: EmergencyAccess) -> str:
    """Why it could not wait; empty when the patient's key is gone."""
    return _opened(access, access.patient)


def note_of(access: EmergencyAccess) -> str:
    return _opened(access.review, access.patient)


def _opened(record: EmergencyAccess | EmergencyReview, patient: Patient) -> str:
    try:
        return vault.read(record, patient, "sealed")
    except vault.CannotOpen:
        return ""


def _give(by: User, *, patient, until) -> None:
    """Kept with the account, which every request reads: nothing else is asked."""
    by.emergency_patient, by.emergency_until = patient, until
    User.objects.filter(pk=by.pk).update(
        emergency_patient=patient, emergency_until=until
    )


def _tell(by: User) -> None:
    """Those who look it over, in words that say nothing about anybody."""
    people = User.objects.staff().filter(is_active=True).exclude(email="")
    reviewing = people.filter(roles__overlap=list(REVIEWERS_OF_ACCESS))
    for person in reviewing.exclude(pk=by.pk):
        messaging.send_later(
            to=person.email, template=MESSAGE, language=settings.LANGUAGE_CODE
        )
