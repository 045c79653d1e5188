"""Recording of events, and the transaction that every action runs in.

An action is decorated with :func:`recorded`. Inside, :func:`record` gathers events; the
outermost action writes them as the last statement of its transaction, so the lock that
keeps the chain in order is held for an instant only. When the action fails, its events
are written after the rollback as failed.
"""

import functools
import hashlib
import json
import logging
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ParamSpec, TypeVar

from django.db import Error, connection, transaction
from django.utils import timezone

from .models import Event

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)

CHAIN_LOCK = 5_210_001  # one arbitrary number for the whole application


@dataclass(frozen=True)
class Draft:
    """An event not yet written: everything but its place in the chain."""

    action: str
    outcome: str = Event.Outcome.DONE
    actor_id: str = ""
    actor_role: str = ""
    subject_type: str = ""
    subject_id: str = ""
    patient_id: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


class _Gathered(threading.local):
    depth = 0
    drafts: list[Draft]

    def __init__(self):
        self.drafts = []


_gathered = _Gathered()


def record(action: str, *, by=None, subject=None, patient=None, **detail) -> None:
    """Note an event.

    Args:
        action: noun and past verb, ``case.decided``.
        by: the user, or None for the system.
        subject: the model instance that was acted on.
        patient: whose record it touches, a patient or an id.
        detail: counts, codes and ids; never an answer, a name or an address.
    """
    _note(_draft(action, by, subject, patient, detail))


def refused(action: str, *, by=None, subject=None, patient=None, **detail) -> None:
    """Note an attempt that was turned away; the arguments are those of ``record``.

    Inside an action it is kept whatever becomes of the action, and stays *refused*.
    """
    draft = _draft(action, by, subject, patient, detail)
    _note(replace(draft, outcome=Event.Outcome.REFUSED))


def _draft(action: str, by, subject, patient, detail: dict[str, Any]) -> Draft:
    patient_id = str(getattr(patient, "pk", patient) or "")
    marks = getattr(by, "trail_marks", None)
    if marks and patient_id:
        detail |= marks(patient_id)
    return Draft(
        action=action,
        actor_id=str(getattr(by, "pk", None) or ""),
        actor_role=getattr(by, "role_names", "") if by else "",
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        patient_id=patient_id,
        detail=detail,
    )


def _note(draft: Draft) -> None:
    """Gather it for the end of the action, or write it where there is none."""
    if _gathered.depth:
        _gathered.drafts.append(draft)
    else:
        with transaction.atomic():
            write([draft])


def recorded(action: Callable[P, R]) -> Callable[P, R]:
    """Run an action in one transaction that ends with its events."""

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with unit():
            return action(*args, **kwargs)

    return run


@contextmanager
def unit():
    """One transaction; the outermost writes what was recorded inside."""
    if _gathered.depth:
        with _inner_unit():
            yield
        return
    _gathered.depth, _gathered.drafts = 1, []
    try:
        with transaction.atomic():
            yield
            write(_gathered.drafts)
    except BaseException:
        _write_failed(_gathered.drafts)
        raise
    finally:
        _gathered.depth, _gathered.drafts = 0, []


@contextmanager
def _inner_unit():
    """What fails inside stays failed, even if the outer action goes on."""
    start = len(_gathered.drafts)
    _gathered.depth += 1
    try:
        with transaction.atomic():
            yield
    except BaseException:
        undone = _gathered.drafts[start:]
        _gathered.drafts[start:] = [_failed(draft) for draft in undone]
        raise
    finally:
        _gathered.depth -= 1


def _failed(draft: Draft) -> Draft:
    """As it is written once it was undone; what was turned away was never done."""
    if draft.outcome == Event.Outcome.REFUSED:
        return draft
    return replace(draft, outcome=Event.Outcome.FAILED)


def _write_failed(drafts: list[Draft]) -> None:
    """Write after the rollback; what cannot be written now is told in the log.

    That is so when the database is gone, or when the action ran inside somebody's
    transaction that has to be rolled back as a whole. Whatever ended the action is
    what the caller learns, not that it could not be noted.
    """
    if not drafts:
        return
    try:
        with transaction.atomic():
            write([_failed(draft) for draft in drafts])
    except Error as problem:
        names = [draft.action for draft in drafts]
        values = {"actions": names, "problem": type(problem).__name__}
        log.error("failed actions are not in the trail", extra=values)  # noqa: TRY400


def write(drafts: list[Draft]) -> None:
    """Append events to the chain; others wait until this transaction ends."""
    if not drafts:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Event.objects.order_by("-number").values_list("number", "digest").first()
    number, digest = last or (0, "")
    at = timezone.now()
    events = []
    for draft in drafts:
        number += 1
        event = Event(number=number, at=at, **asdict(draft))
        digest = event.digest = chained(event, digest)
        events.append(event)
    Event.objects.bulk_create(events)


def chained(event: Event, before: str) -> str:
    """The digest of an event that follows the event with digest ``before``."""
    line = [
        before,
        event.number,
        event.at.isoformat(),
        event.action,
        event.outcome,
        event.actor_id,
        event.actor_role,
        event.subject_type,
        event.subject_id,
        event.patient_id,
        event.detail,
    ]
    text = json.dumps(line, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
