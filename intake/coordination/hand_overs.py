"""Handing a case over: offered with what is left, then accepted or declined."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import vault
from intake.review import assigning
from intake.review.models import Case
from intake.review.views import reviewers

from .entries import begun, stored, tell
from .models import HandOver


class WaitsForAnother(Exception):
    """The case is offered to somebody, who has not answered yet."""

    def __init__(self, colleague: User):
        super().__init__()
        self.colleague = colleague


class IsOver(Exception):
    """The hand-over was answered, taken back, or is not this person's to answer."""


@dataclass(frozen=True)
class Offer:
    """A case for a colleague, with what is left to do."""

    to: User
    left: str
    key: UUID


@audit.recorded
def offer(*, case: Case, offer: Offer, by: User) -> HandOver:
    """Ask a colleague to take a case on; the same form twice is one offer.

    Raises:
        assigning.NothingToAssign: the case is closed.
        assigning.CannotHaveIt: the colleague would not see it.
        WaitsForAnother: it is offered to somebody already.
    """
    if known := begun(HandOver, case, offer.key):
        return known
    if case.is_closed:
        raise assigning.NothingToAssign
    may_have_it = reviewers([case.patient.site_id]).exclude(pk=by.pk)
    if not may_have_it.filter(pk=offer.to.pk).exists():
        raise assigning.CannotHaveIt
    if waiting := case.handovers.open().select_related("to").first():
        raise WaitsForAnother(waiting.to)
    made = stored(HandOver(case=case, key=offer.key, by=by, to=offer.to), offer.left)
    audit.record(
        "hand_over.offered",
        by=by,
        subject=made,
        patient=made.case.patient_id,
        to=str(offer.to.pk),
    )
    tell([offer.to])
    return made


@audit.recorded
def accept(*, hand_over: HandOver, by: User) -> HandOver:
    """Take the case on: it is this person's from now.

    Raises:
        IsOver: it was answered otherwise before.
        assigning.NothingToAssign: the case was closed in the meantime.
    """
    present = _held(hand_over)
    if present.answer == HandOver.Answer.ACCEPTED and present.to == by:
        return present
    _refuse_unless(not present.answer and present.to == by)
    _answer(present, HandOver.Answer.ACCEPTED)
    audit.record(
        "hand_over.accepted", by=by, subject=present, patient=present.case.patient_id
    )
    assigning.hand_over(case=present.case, to=by, by=by)
    return present


@audit.recorded
def decline(*, hand_over: HandOver, why: str, by: User) -> HandOver:
    """Say no with a reason; who offered it is told, and keeps the case.

    Raises:
        IsOver: it was answered otherwise before.
    """
    present = _held(hand_over)
    if present.answer == HandOver.Answer.DECLINED and present.to == by:
        return present
    _refuse_unless(not present.answer and present.to == by)
    vault.put(present, present.case.patient, "sealed_reply", why)
    _answer(present, HandOver.Answer.DECLINED)
    audit.record(
        "hand_over.declined", by=by, subject=present, patient=present.case.patient_id
    )
    tell([present.by])
    return present


@audit.recorded
def take_back(*, hand_over: HandOver, by: User) -> HandOver:
    """Ask no more; only who offered it can.

    Raises:
        IsOver: it was answered in the meantime.
    """
    present = _held(hand_over)
    if present.answer == HandOver.Answer.TAKEN_BACK and present.by == by:
        return present
    _refuse_unless(not present.answer and present.by == by)
    _answer(present, HandOver.Answer.TAKEN_BACK)
    audit.record(
        "hand_over.taken_back", by=by, subject=present, patient=present.case.patient_id
    )
    return present


@audit.recorded
def see(*, hand_over: HandOver, by: User) -> None:
    """Who offered it has read that it was declined."""
    declined = HandOver.objects.filter(pk=hand_over.pk, by=by, seen_at=None)
    if declined.filter(answer=HandOver.Answer.DECLINED).update(seen_at=timezone.now()):
        audit.record(
            "hand_over.seen",
            by=by,
            subject=hand_over,
            patient=hand_over.case.patient_id,
        )


def reply_of(hand_over: HandOver, case: Case) -> str:
    """Why it was declined; empty when it was not."""
    if hand_over.sealed_reply is None:
        return ""
    return vault.read(hand_over, case.patient, "sealed_reply")


def _held(hand_over: HandOver) -> HandOver:
    """As it is now; the case is held first, as everybody does who changes it."""
    Case.objects.select_for_update().only("pk").get(pk=hand_over.case_id)
    related = HandOver.objects.select_related("case__patient", "to", "by")
    return related.get(pk=hand_over.pk)


def _refuse_unless(is_fine: bool) -> None:
    if not is_fine:
        raise IsOver


def _answer(hand_over: HandOver, answer: str) -> None:
    hand_over.answer, hand_over.answered_at = answer, timezone.now()
    hand_over.save(update_fields=["answer", "answered_at", "sealed_reply"])
