"""Making anew, with the newest keys, what older ones sealed or let be found.

While people work: a batch at a time, each row held for an instant, rows that somebody
holds left for the next pass. What was done stays done, so it may be stopped or killed
and begun again, and a second run finds nothing to do.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils import timezone

from intake.accounts import codes, factors
from intake.accounts.models import BrowserSession, Factor, RecoveryCode, SignInCode
from intake.audit import actions as audit
from intake.feedback import actions as feedback
from intake.feedback.models import Remark
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.patients import indexes, keys, vault
from intake.patients.identity import email_of, identity_of
from intake.patients.models import Patient
from intake.sealing import MARK, CannotOpen
from intake.web import parking

BATCH = 200
PASSES = 3  # over rows that somebody held when it was their turn
GUARD_OF_CODES = "accounts.SignInCode:append_only"


@dataclass(frozen=True)
class Sealed:
    """One column whose values a master key seals.

    ``trigger`` guards rows that are otherwise never changed.
    """

    name: str
    model: type[models.Model]
    column: str
    bound_to: Callable[[Any], str]
    trigger: str = ""

    def older(self) -> models.QuerySet:
        """Rows that the newest key did not seal."""
        start = Substr(self.column, 1, MARK, output_field=models.BinaryField())
        sealed = self.model._default_manager.exclude(**{self.column: None})
        marked = sealed.annotate(key_mark=start)
        return marked.exclude(key_mark=vault.master_keys().newest)

    def held(self) -> models.QuerySet:
        return self.older().select_for_update(no_key=True, skip_locked=True)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def renew(self, row: Any) -> None:
        former = getattr(row, self.column)
        renewed = vault.master_keys().renew(former, self.bound_to(row))
        setattr(row, self.column, renewed)


class FoundPatients:
    """The indexes by which patients are found."""

    name = "indexes of patients"
    model, trigger = Patient, ""
    columns = (*indexes.FIELDS, "index_mark")

    def older(self) -> models.QuerySet:
        """Records that are found by an older key alone."""
        rule = Q()
        for column in indexes.FIELDS:
            rule |= ~Q(**{column: None})
        return Patient.objects.filter(rule).exclude(
            index_mark=vault.index_keys().newest
        )

    def held(self) -> models.QuerySet:
        # An address stands in a unique index: changing it takes the whole lock.
        rows = self.older().select_related("identity")
        return rows.select_for_update(of=("self",), skip_locked=True)

    def renew(self, row: Patient) -> None:
        indexes.write(row, email_of(row), identity_of(row))


class FoundCodes:
    """The addresses by which sign-in codes are counted and forgotten.

    One that counts still is left alone: its digits are known by the older key. It is
    over within minutes, a link within hours.
    """

    name = "indexes of sign-in codes"
    model, trigger = SignInCode, GUARD_OF_CODES
    columns = ("address_index", "index_mark")

    def older(self) -> models.QuerySet:
        return SignInCode.objects.exclude(index_mark=codes.index_keys().newest)

    def held(self) -> models.QuerySet:
        over = self.older().filter(expires_at__lte=timezone.now())
        return over.select_for_update(no_key=True, skip_locked=True)

    def renew(self, row: SignInCode) -> None:
        codes.write_index(row, codes.address_of(row))


Kind = Sealed | FoundPatients | FoundCodes

KINDS: tuple[Kind, ...] = (
    Sealed(
        "keys of patients",
        Patient,
        "wrapped_key",
        lambda patient: vault.key_bound(patient.pk),
    ),
    Sealed(
        "sign-in codes",
        SignInCode,
        "sealed_address",
        codes.bound_to,
        GUARD_OF_CODES,
    ),
    Sealed("second factors and passkeys", Factor, "sealed", factors.bound),
    Sealed(
        "recovery codes",
        RecoveryCode,
        "sealed",
        lambda code: factors.of_paper(code.user_id),
    ),
    Sealed("messages to send", Outbox, "sealed", messaging.bound_to),
    Sealed(
        "remarks on pages",
        Remark,
        "sealed",
        lambda remark: feedback.bound_to(remark.article_code),
    ),
    FoundPatients(),
    FoundCodes(),
)


@dataclass
class Progress:
    """How far one kind is, and the rows that could not be made anew."""

    kind: Kind
    done: int = 0
    unreadable: set[Any] = field(default_factory=set)
    clashing: set[Any] = field(default_factory=set)


def left() -> dict[str, int]:
    """How many values of each kind still need an older key."""
    counts = {kind.name: kind.older().count() for kind in KINDS}
    return counts | {"forms of people who were signed out": _parked(timezone.now())}


def rotate(batch: int = BATCH) -> Iterator[Progress]:
    """Make everything anew; yields after each batch.

    Raises:
        keys.WrongKeys: before anything is touched.
    """
    keys.note()
    for kind in KINDS:
        progress = Progress(kind)
        try:
            for _pass in range(PASSES):
                after = None
                while (after := _renew(progress, after, batch)) is not None:
                    yield progress
        finally:
            if progress.done:
                audit.record("keys.rotated", kind=kind.name, count=progress.done)


def _renew(progress: Progress, after: Any, batch: int) -> Any:
    """Make the next rows anew; the id of the last, or None at the end."""
    kind, spared = progress.kind, progress.unreadable | progress.clashing
    with transaction.atomic(), _unguarded(kind):
        rows = kind.held().exclude(pk__in=spared).order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        found, renewed = list(rows[:batch]), []
        for row in found:
            try:
                kind.renew(row)
            except CannotOpen:
                progress.unreadable.add(row.pk)
            else:
                renewed.append(row)
        progress.done += _save(progress, renewed)
    return found[-1].pk if found else None


def _save(progress: Progress, rows: list) -> int:
    """Write them, one by one where two have the same address; how many were."""
    try:
        with transaction.atomic():
            manager = progress.kind.model._default_manager
            manager.bulk_update(rows, progress.kind.columns)
    except IntegrityError:
        if len(rows) > 1:
            return sum(_save(progress, [row]) for row in rows)
        progress.clashing.add(rows[0].pk)
        return 0
    return len(rows)


def _unguarded(kind: Kind) -> AbstractContextManager:
    return pgtrigger.ignore(kind.trigger) if kind.trigger else nullcontext()


def _parked(now: datetime) -> int:
    """Forms that wait in sessions, for an hour at most, under an older key."""
    sessions = BrowserSession.objects.filter(expire_date__gt=now).iterator()
    return sum(parking.needs_older_key(one.get_decoded()) for one in sessions)
