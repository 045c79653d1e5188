"""Saying of a break of the trail that nobody can mend it, and that it is known.

Nothing is hidden by it: whoever verifies the trail is told of the break as before, with
who said what of it. Only what stands there now is known; anything else is a new break.
"""

import hashlib
import json

from django.utils import timezone

from . import actions as audit
from .models import Acknowledgement, Event, Verification

ACTION = "trail.break_acknowledged"


class NotThisBreak(Exception):
    """It is not what the latest verification found; nothing was written."""


@audit.recorded
def acknowledge(*, broken: Verification, why: str, by) -> Acknowledgement:
    """Note that a break is known; the trail is followed on from there.

    The same break twice has one effect.

    Args:
        broken: the verification that found it.
        why: what is known of it, in somebody's words; no patient is named.
        by: the privacy officer.

    Raises:
        NotThisBreak: it was looked at again meanwhile, and something else found.
    """
    if found := Acknowledgement.objects.filter(mark=broken.mark or None).first():
        return found
    latest = Verification.objects.order_by("-pk").first()
    if not broken.mark or latest is None or latest.mark != broken.mark:
        raise NotThisBreak
    row = Acknowledgement.objects.create(
        number=broken.broken,
        flaw=broken.flaw,
        mark=broken.mark,
        why=why,
        actor_id=str(by.pk),
        actor_role=by.role_names,
        at=timezone.now(),
    )
    audit.record(
        "trail.break_acknowledged",
        by=by,
        subject=row,
        line=row.number,
        flaw=row.flaw,
        digest=digest(row),
    )
    _follow_on(broken)
    return row


def _follow_on(broken: Verification) -> None:
    """Let the worker go on at once, from the last line that was good.

    Where that line itself is not what it was, there is none but the first.
    """
    is_gone = broken.broken <= broken.number
    Verification.objects.create(
        at=timezone.now(),
        number=0 if is_gone else broken.number,
        digest="" if is_gone else broken.digest,
        is_done=False,
    )


def known() -> dict[str, Acknowledgement]:
    """What was acknowledged, by its mark, and has its line in the trail.

    Nobody gets a break out of the way by a row that the trail knows nothing of.
    """
    rows = list(Acknowledgement.objects.all())
    if not rows:
        return {}
    lines = Event.objects.filter(action=ACTION, outcome=Event.Outcome.DONE)
    digests = set(lines.values_list("detail__digest", flat=True))
    return {row.mark: row for row in rows if digest(row) in digests}


def digest(row: Acknowledgement) -> str:
    """What the line of the trail holds of it: its words are not to be changed."""
    words = [row.number, row.flaw, row.mark, row.why, row.actor_id, row.actor_role]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()
