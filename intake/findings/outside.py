"""Asking somebody outside over a link that works once, and taking the reply.

Whoever holds the link also gives the patient's date of birth before anything is shown.
"""

import secrets
from dataclasses import asdict
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import vault
from intake.patients.identity import identity_of
from intake.review import actions as review
from intake.review.models import Case
from intake.review.returning import come_back

from .attachments import Document, attach
from .inquiries import (
    MOST_TRIES,
    Asked,
    Opened,
    Reply,
    inquiry_of,
    reply_in,
)
from .models import Ending, Inquiry, InquiryTry

TOKEN = 32  # random bytes
RELATED = ("case__patient__identity", "case__patient__site", "case__response")


class LinkIsOver(Exception):
    """Used, expired, withdrawn, locked, or there is no such link."""


class WrongBirthDate(Exception):
    """Not the date on record; it may be tried again."""


@audit.recorded
def ask_outside(*, case: Case, asked: Asked, by: User) -> tuple[Inquiry, str]:
    """Make a link for somebody outside.

    Returns:
        The inquiry and the link's token, to be shown once and kept nowhere.

    Raises:
        review.CaseIsWithdrawn: nothing more is asked.
    """
    review.lock(case)
    review.refuse_withdrawn(case)
    token = secrets.token_urlsafe(TOKEN)
    inquiry = Inquiry(
        case=case,
        token_digest=_digest(token),
        expires_at=timezone.now() + timedelta(days=asked.days),
        by=by,
    )
    vault.add(inquiry, case.patient, sealed=asdict(asked))
    audit.record("inquiry.made", by=by, subject=inquiry, patient=case.patient)
    return inquiry, token


@audit.recorded
def withdraw(*, case: Case, number: int, by: User) -> Opened:
    """Close a link; twice has one effect, and a reply that came first stays."""
    review.lock(case)
    inquiry = inquiry_of(case, number)
    if inquiry is None:
        raise LinkIsOver
    if inquiry.has_ended:
        return inquiry
    Ending.objects.create(inquiry=inquiry.record, withdrawn_by=by)
    audit.record(
        "inquiry.withdrawn", by=by, subject=inquiry.record, patient=case.patient
    )
    return inquiry


@audit.recorded
def send_again(*, case: Case, number: int, by: User) -> tuple[Inquiry, str]:
    """Make a new link for the same question and close the one before.

    Raises:
        LinkIsOver: there is no such inquiry, or its reply has come.
        review.CaseIsWithdrawn: nothing more is asked.
    """
    before = withdraw(case=case, number=number, by=by)
    if before.reply is not None:
        raise LinkIsOver
    return ask_outside(case=case, asked=before.asked, by=by)


def find(token: str) -> Inquiry:
    """The inquiry of a link that may be answered; nothing is changed.

    Raises:
        LinkIsOver: for whatever reason.
    """
    inquiry = of_token(token)
    if inquiry is None or not _is_live(inquiry):
        raise LinkIsOver
    return inquiry


def of_token(token: str) -> Inquiry | None:
    """The inquiry of a link, also of one that is over; none of an erased patient."""
    known = Inquiry.objects.filter(case__patient__erased_at=None)
    found = known.select_related("ending", *RELATED)
    return found.filter(token_digest=_digest(token)).first()


def _is_live(inquiry: Inquiry) -> bool:
    case = inquiry.case
    return (
        not hasattr(inquiry, "ending")
        and inquiry.expires_at > timezone.now()
        and case.stage != Case.Stage.WITHDRAWN
        and case.patient.wrapped_key is not None
        and inquiry.tries.count() < MOST_TRIES
    )


def refuse_ended(inquiry: Inquiry) -> None:
    """Of somebody who gave the date of birth in time; the days may be over by now.

    Raises:
        LinkIsOver: it was answered or withdrawn.
    """
    if hasattr(inquiry, "ending") or inquiry.case.stage == Case.Stage.WITHDRAWN:
        raise LinkIsOver


def prove(*, inquiry: Inquiry, born_on: date) -> None:
    """Check the date of birth; wrong ones are counted, and lock the link.

    Raises:
        WrongBirthDate, LinkIsOver: as they say; nothing was shown.
    """
    if not _try(inquiry=inquiry, born_on=born_on):
        audit.refused(
            "inquiry.opened", subject=inquiry, patient=inquiry.case.patient_id
        )
        if inquiry.tries.count() >= MOST_TRIES:
            raise LinkIsOver
        raise WrongBirthDate


@audit.recorded
def _try(*, inquiry: Inquiry, born_on: date) -> bool:
    # The lock makes two tries at once count as two.
    Inquiry.objects.select_for_update(no_key=True).get(pk=inquiry.pk)
    if inquiry.tries.count() >= MOST_TRIES:
        raise LinkIsOver
    patient = inquiry.case.patient
    identity = identity_of(patient)
    if identity is None or identity.born_on != born_on:
        InquiryTry.objects.create(inquiry=inquiry)
        return False
    audit.record("inquiry.opened", subject=inquiry, patient=patient)
    return True


@audit.recorded
def receive(*, inquiry: Inquiry, reply: Reply, document: Document | None) -> Ending:
    """Take a reply: it is evidence on its finding, and the case is looked at again.

    Returns:
        The end of the inquiry, also when the same reply is sent twice.

    Raises:
        LinkIsOver: it ended otherwise in the meantime; nothing is stored.
    """
    case = inquiry.case
    review.lock(case)
    reply = Reply(reply.choice, reply.words, _digest_of(document))
    ended = Ending.objects.filter(inquiry=inquiry).first()
    if ended and ended.is_reply and reply_in(ended, case) == reply:
        return ended
    if ended or case.stage == Case.Stage.WITHDRAWN:
        raise LinkIsOver
    ending = _end(inquiry, reply, document)
    audit.record("inquiry.replied", subject=inquiry, patient=case.patient)
    come_back(case)
    return ending


def _end(inquiry: Inquiry, reply: Reply, document: Document | None) -> Ending:
    case = inquiry.case
    asked = inquiry_of(case, inquiry.pk).asked
    attachment = document and attach(
        case=case, document=document, finding=asked.finding, by=None
    )
    ending = Ending(inquiry=inquiry, attachment=attachment)
    return vault.add(ending, case.patient, sealed_reply=asdict(reply))


def _digest_of(document: Document | None) -> str:
    return sha256(document.clean.content).hexdigest() if document else ""


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
