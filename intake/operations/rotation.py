"""Sealing anew, with the newest master key, what an older one sealed.

While people work: a batch at a time, each row held for an instant. What was done stays
done, so it may be stopped and begun again, and a second run finds nothing to do.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import models, transaction
from django.db.models.functions import Substr
from django.utils import timezone

from intake.accounts import codes, factors
from intake.accounts.models import BrowserSession, Factor, SignInCode
from intake.audit import actions as audit
from intake.feedback import actions as feedback
from intake.feedback.models import Remark
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.patients import keys, vault
from intake.patients.models import Patient
from intake.sealing import MARK, CannotOpen
from intake.web import parking

BATCH = 200


@dataclass(frozen=True)
class Kind:
    """One column whose values a master key seals.

    ``trigger`` guards rows that are otherwise never changed.
    """

    name: str
    model: type[models.Model]
    field: str
    bound_to: Callable[[Any], str]
    trigger: str = ""

    def older(self) -> models.QuerySet:
        """Rows that the newest key did not seal."""
        start = Substr(self.field, 1, MARK, output_field=models.BinaryField())
        sealed = self.model._default_manager.exclude(**{self.field: None})
        marked = sealed.annotate(key_mark=start)
        return marked.exclude(key_mark=vault.master_keys().newest)

    def unguarded(self) -> AbstractContextManager:
        return pgtrigger.ignore(self.trigger) if self.trigger else nullcontext()


KINDS = (
    Kind(
        "keys of patients",
        Patient,
        "wrapped_key",
        lambda patient: vault.key_bound(patient.pk),
    ),
    Kind(
        "sign-in codes",
        SignInCode,
        "sealed_address",
        codes.bound_to,
        "accounts.SignInCode:append_only",
    ),
    Kind("second factors and passkeys", Factor, "sealed", factors.bound),
    Kind("messages to send", Outbox, "sealed", messaging.bound_to),
    Kind(
        "remarks on pages",
        Remark,
        "sealed",
        lambda remark: feedback.bound_to(remark.article_code),
    ),
)


@dataclass
class Progress:
    """How far one kind is."""

    kind: Kind
    done: int = 0
    unreadable: int = 0


def left() -> dict[str, int]:
    """How many values of each kind still need an older key."""
    counts = {kind.name: kind.older().count() for kind in KINDS}
    return counts | {"forms of people who were signed out": _parked(timezone.now())}


def rotate(batch: int = BATCH) -> Iterator[Progress]:
    """Seal everything anew; yields after each batch.

    Raises:
        keys.WrongKeys: before anything is touched.
    """
    keys.note()
    for kind in KINDS:
        progress, after = Progress(kind), None
        while (after := _renew(progress, after, batch)) is not None:
            yield progress
        if progress.done:
            audit.record("keys.rotated", kind=kind.name, count=progress.done)


def _renew(progress: Progress, after: Any, batch: int) -> Any:
    """Seal the next rows anew; the id of the last, or None at the end."""
    kind, master = progress.kind, vault.master_keys()
    with transaction.atomic(), kind.unguarded():
        rows = kind.older().order_by("pk").select_for_update(no_key=True)
        if after is not None:
            rows = rows.filter(pk__gt=after)
        found, renewed = list(rows[:batch]), []
        for row in found:
            try:
                sealed = master.renew(getattr(row, kind.field), kind.bound_to(row))
            except CannotOpen:
                progress.unreadable += 1
                continue
            setattr(row, kind.field, sealed)
            renewed.append(row)
        kind.model._default_manager.bulk_update(renewed, [kind.field])
    progress.done += len(renewed)
    return found[-1].pk if found else None


def _parked(now: datetime) -> int:
    """Forms that wait in sessions, for an hour at most, under an older key."""
    sessions = BrowserSession.objects.filter(expire_date__gt=now).iterator()
    return sum(parking.needs_older_key(one.get_decoded()) for one in sessions)
