"""Legal holds: records that must be kept, whatever else is asked or due."""

from datetime import date

from django.db.models import Max

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import actions as patients
from intake.patients import vault
from intake.patients.models import Patient
from intake.practice.models import Organisation

from .models import Hold, HoldEnd

PURPOSE = "why a record is held"


class Erased(Exception):
    """There is nothing to keep any more."""


def standing_of(patient: Patient) -> list[Hold]:
    """The holds of a record that stand today."""
    today = Organisation.current().today()
    return list(patient.holds.standing(today).select_related("by"))


def kept_until(patient: Patient) -> date | None:
    """The last day of the holds that stand today; None without one.

    That there is one concerns everybody who works with the record. Why, does not.
    """
    standing = patient.holds.standing(Organisation.current().today())
    return standing.aggregate(last=Max("until"))["last"]


def reason_of(hold: Hold) -> str:
    return vault.open_value(hold.patient, PURPOSE, hold.sealed_reason)


@audit.recorded
def place(*, patient: Patient, reason: str, until: date, by: User) -> Hold:
    """Keep a record until a day; a second hold stands beside the first.

    Raises:
        Erased: it is too late.
    """
    patients.hold(patient)
    patient.refresh_from_db()
    if patient.erased_at is not None:
        raise Erased
    hold = Hold.objects.create(
        patient=patient,
        until=until,
        sealed_reason=vault.close(patient, PURPOSE, reason),
        by=by,
    )
    audit.record("hold.placed", by=by, subject=hold, patient=patient)
    return hold


@audit.recorded
def lift(*, hold: Hold, by: User) -> HoldEnd:
    """End a hold before its day; a second time has no effect."""
    patients.hold(hold.patient)
    end, new = HoldEnd.objects.get_or_create(hold=hold, defaults={"by": by})
    if new:
        audit.record("hold.lifted", by=by, subject=hold, patient=hold.patient)
    return end
