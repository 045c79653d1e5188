"""Erasing a person: their key is destroyed, and what needs no name stays.

Whoever restores a backup brings the keys in it back. So the ids of all who were erased
are kept outside of the database too, and erased again.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import actions as patients
from intake.patients.erasing import erase_person
from intake.patients.models import Patient
from intake.questionnaires.models import Response, Typed
from intake.review.models import Case
from intake.safety.models import Alert

from . import holding
from .models import Erasure

log = logging.getLogger(__name__)

Why = Erasure.Why


class SafetyComesFirst(Exception):
    """An alert is open, or answers about safety are being looked at."""


class OnHold(Exception):
    """The record has to be kept for now."""


@audit.recorded
def erase(
    *, patient: Patient, why: str, by: User | None, at: datetime | None = None
) -> Erasure:
    """Erase a person; a second time has no effect.

    Args:
        patient: Whom.
        why: One of :class:`Erasure.Why`.
        by: Who decided it; None for a rule of the clinic.
        at: When it was done first, where it is done again.

    Raises:
        SafetyComesFirst, OnHold: nothing was changed.
    """
    patients.hold(patient)
    if erasure := Erasure.objects.filter(patient=patient).first():
        return erasure
    if why != Why.AGAIN and is_in_need(patient):
        raise SafetyComesFirst
    if why != Why.AGAIN and holding.standing_of(patient):
        raise OnHold
    at = at or timezone.now()
    _end_work(patient)
    erase_person(patient=patient, at=at)
    erasure = Erasure.objects.create(patient=patient, why=why, by=by, at=at)
    audit.record("patient.erased", by=by, subject=erasure, patient=patient, why=why)
    transaction.on_commit(lambda: _note_outside(erasure))
    return erasure


def is_in_need(patient: Patient) -> bool:
    """Whether somebody at the clinic still has to look after this person."""
    screens = patient.responses.filter(screen_due_at__isnull=False)
    typed = Typed.objects.filter(response__patient=patient, due_at__isnull=False)
    alerts = Alert.objects.open().filter(patient=patient)
    return alerts.exists() or screens.exists() or typed.exists()


def _end_work(patient: Patient) -> None:
    """Nothing waits for anybody any more."""
    Typed.objects.filter(response__patient=patient).delete()
    patient.responses.filter(
        Q(state=Response.State.IN_PROGRESS) | Q(screen_due_at__isnull=False)
    ).update(state=Response.State.WITHDRAWN, screen_due_at=None)
    patient.cases.waiting().update(stage=Case.Stage.WITHDRAWN)
    # Open alerts there are only in a backup that was restored.
    open_alerts = Alert.objects.open().filter(patient=patient)
    open_alerts.update(due_at=None, escalate_at=None)


# Outside of the database -----------------------------------------------------------


def line_of(erasure: Erasure) -> str:
    """An id and a time: it names nobody."""
    return f"{erasure.patient_id} {erasure.at.isoformat()}"


def _note_outside(erasure: Erasure) -> None:
    path = Path(settings.ERASED_LIST)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(line_of(erasure) + "\n")
    except OSError as problem:
        log.warning(
            "erasure not noted outside", extra={"problem": type(problem).__name__}
        )


def read_lines(lines: Iterable[str]) -> list[tuple[UUID, datetime]]:
    """The reverse of :func:`line_of`.

    Raises:
        ValueError: a line is not one of such a list.
    """
    found = []
    for line in filter(str.strip, lines):
        patient_id, at = line.split()
        found.append((UUID(patient_id), datetime.fromisoformat(at)))
    return found


def erase_again(known: Iterable[tuple[UUID, datetime]]) -> int:
    """Erase whom a restored backup brought back.

    Returns:
        How many there were.
    """
    times = dict(known)
    back = Patient.objects.filter(pk__in=times, erased_at=None)
    for patient in back:
        erase(patient=patient, why=Why.AGAIN, by=None, at=times[patient.pk])
    return len(back)
