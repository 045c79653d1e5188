"""Drills: an alert about nobody that goes the whole way of a real one."""

from datetime import date

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.safety import Level
from intake.patients import actions as patients
from intake.patients.identity import Identity
from intake.practice.models import Location

from .actions import Concern, note_level
from .models import Alert

# Nobody; the number is kept for fiction.
NOBODY = Identity(
    first_name="Practice",
    last_name="Patient",
    born_on=date(1980, 1, 1),
    sex="declined",
    state="",
    phone="555 010 0100",
    may_leave_message="no",
    language="en",
    emergency_name="Practice Contact",
    emergency_phone="555 010 0101",
)


@audit.recorded
def open_drill(*, site: Location, level: Level, by: User) -> Alert:
    """Open an alert about nobody, as a grave answer would.

    From here on it is assigned, escalated, acknowledged and closed like any other; it
    is told apart by its patient, and no count or report holds it.
    """
    patient = patients.create_practice_patient(site=site, identity=NOBODY, by=by)
    concern = Concern(level=level)
    noted = note_level(patient=patient, concern=concern, by=by)
    if noted is None:
        raise ValueError(f"{level} opens no alert")
    audit.record("drill.opened", by=by, subject=noted.alert, level=str(level))
    return noted.alert
