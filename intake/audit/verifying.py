"""Proof that the trail is whole, or the first link at which it is not.

Lines are read in slices, so that a long trail needs no more memory than a short one.
A break that a privacy officer acknowledged is named and passed, not hidden.
A chain proves nothing against somebody who writes all of it anew, or cuts off its end:
for that, an anchor (a number with its digest) is kept elsewhere and held against it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from . import acknowledging
from .actions import chained
from .models import Acknowledgement, Event, Verification

Known = Mapping[str, Acknowledgement]  # by the mark of a break

SLICE = 2_000  # lines read at once
NIGHTLY = timedelta(days=1)
WHOLE = timedelta(days=7)  # between two walks over all of it
AT_ONCE = 20_000  # lines that the worker verifies before it does something else


class Flaw(StrEnum):
    """What is wrong with the first broken link."""

    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    REWRITTEN = "rewritten"
    CUT_OFF = "cut_off"


@dataclass(frozen=True)
class Anchor:
    """A line as it was at a time: its number and its digest."""

    number: int
    digest: str
    at: datetime


@dataclass(frozen=True)
class Found:
    """What a verification found: the last good line, and the first broken number.

    ``mark`` is a digest of what stands at the break; ``known`` are the breaks on the
    way there that were acknowledged.
    """

    checked: int
    last: Anchor
    flaw: Flaw | None = None
    number: int = 0
    instead: int = 0  # where the line stands that belongs at the number
    mark: str = ""
    known: tuple[Acknowledgement, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing but what is known."""
        return self.flaw is None

    @property
    def sentence(self) -> str:
        """What is wrong, in words."""
        words = {
            None: self._whole,
            Flaw.CHANGED: (
                f"Line {self.number} does not follow from the line before it: one of "
                "the two was changed."
            ),
            Flaw.MISSING: f"Line {self.number} is missing.",
            Flaw.REORDERED: (
                f"The line that belongs at number {self.number} stands at number "
                f"{self.instead}: lines were put in another order."
            ),
            Flaw.REWRITTEN: (
                f"Line {self.number} is whole, but not the line that was there when "
                "the anchor was taken: the trail was written anew."
            ),
            Flaw.CUT_OFF: (
                f"The trail ends before line {self.number}, which was there when the "
                "anchor was taken: its end was cut off."
            ),
        }
        return words[self.flaw]

    @property
    def _whole(self) -> str:
        words = f"{self.checked} lines follow from each other"
        if not self.known:
            return f"{words}."
        lines = ", ".join(str(row.number) for row in self.known)
        return f"{words}, but for breaks that are acknowledged, at line {lines}."


START = Anchor(0, "", datetime.min.replace(tzinfo=UTC))


def verify(
    *, after: Anchor = START, against: Anchor | None = None, most: int | None = None
) -> Found:
    """Follow the chain to its end, or over a number of lines.

    Args:
        after: the line from which on it is followed; it is looked at too.
        against: a line that has to be there as it was.
        most: how many lines are followed; None for all.
    """
    known = acknowledging.known()
    found = Found(0, after)
    if after.number and (moved := _differs(after)):
        found = _broken(Found(0, START), moved, after.number, _mark_of(after), known)
        if not found.is_whole:
            return replace(found, last=after)
    for event in _lines(found.last.number, most):
        found = _next(found, event, against, known)
        if not found.is_whole:
            return found
    at_the_end = most is None or found.checked < most
    if against and at_the_end and found.last.number < against.number:
        mark = _mark_of(against)
        return _broken(found, Flaw.CUT_OFF, against.number, mark, known)
    return found


def _broken(found: Found, flaw: Flaw, number: int, mark: str, known: Known) -> Found:
    """A break, or one more that is known."""
    if mark in known:
        return replace(found, known=(*found.known, known[mark]))
    return replace(found, flaw=flaw, number=number, mark=mark)


def _mark_of(anchor: Anchor) -> str:
    """Of a line that is no more what it was, whatever stands there now."""
    words = f"anchor {anchor.number} {anchor.digest}"
    return hashlib.sha256(words.encode()).hexdigest()


def _mark_at(last: Anchor, event: Event) -> str:
    """Of a line that does not follow, with all that is in it."""
    return chained(event, f"{last.number} {last.digest} {event.digest}")


def _differs(anchor: Anchor) -> Flaw | None:
    """What became of a line that was there as the anchor says."""
    digest = Event.objects.filter(pk=anchor.number).values_list("digest", flat=True)
    if not digest:
        later = Event.objects.filter(pk__gt=anchor.number).exists()
        return Flaw.MISSING if later else Flaw.CUT_OFF
    return None if digest[0] == anchor.digest else Flaw.REWRITTEN


def _lines(number: int, most: int | None) -> Iterator[Event]:
    """Lines after a number in order, a slice at a time."""
    left = most
    while left is None or left > 0:
        size = SLICE if left is None else min(SLICE, left)
        lines = list(Event.objects.filter(pk__gt=number).order_by("pk")[:size])
        yield from lines
        if len(lines) < size:
            return
        number = lines[-1].number
        left = None if left is None else left - len(lines)


def _next(found: Found, event: Event, against: Anchor | None, known: Known) -> Found:
    """The chain with one more line, or why it is no chain any more."""
    number, before = found.last.number + 1, found.last.digest
    if event.number != number or chained(event, before) != event.digest:
        found = _not_following(found, event, known)
    if not found.is_whole:
        return found
    if against and against.number == event.number and against.digest != event.digest:
        mark = _mark_of(against)
        found = _broken(found, Flaw.REWRITTEN, event.number, mark, known)
    if not found.is_whole:
        return found
    last = Anchor(event.number, event.digest, event.at)
    return replace(found, checked=found.checked + 1, last=last)


def _not_following(found: Found, event: Event, known: Known) -> Found:
    number, mark = found.last.number + 1, _mark_at(found.last, event)
    if event.number != number or mark in known:
        return _broken(found, Flaw.MISSING, number, mark, known)
    instead = _stands_at(number, found.last.digest)
    flaw = Flaw.REORDERED if instead else Flaw.CHANGED
    return replace(found, flaw=flaw, number=number, instead=instead, mark=mark)


def _stands_at(number: int, before: str) -> int:
    """Where the line that belongs at a number stands now; 0 if it is nowhere."""
    for event in _lines(number, None):
        place, event.number = event.number, number
        if chained(event, before) == event.digest:
            return place
    return 0


def verify_tonight(at: datetime | None = None) -> Verification | None:
    """Follow what was added since the last good line, once a day; None if not due.

    Once a week all of it is followed, from the first line on: what was changed long ago
    shows there. Of more than a slice of work, the rest follows at the next call. A
    broken trail is found again every night, until it is whole or the break is
    acknowledged.
    """
    at = at or timezone.now()
    latest = Verification.objects.order_by("-pk").first()
    if latest and latest.is_done and latest.at > at - NIGHTLY:
        return None
    whole = _is_time_for_all(latest, at)
    found = verify(after=START if whole else _good_line(latest), most=AT_ONCE)
    is_done = not found.is_whole or found.checked < AT_ONCE
    return note(found, is_done=is_done, from_start=whole, at=at)


def _is_time_for_all(latest: Verification | None, at: datetime) -> bool:
    """Not in the middle of something, and not before a break was looked at."""
    if latest is None:
        return True
    lately = Verification.objects.filter(from_start=True, at__gt=at - WHOLE)
    return latest.is_done and not latest.flaw and not lately.exists()


def _good_line(latest: Verification) -> Anchor:
    """The last line before a break, or before which there was none."""
    return Anchor(latest.number, latest.digest, latest.at) if latest.number else START


def note(
    found: Found, *, at: datetime, is_done: bool = True, from_start: bool = False
) -> Verification:
    """Keep what a verification found; the banner of the staff pages asks for it."""
    return Verification.objects.create(
        at=at,
        number=found.last.number,
        digest=found.last.digest,
        flaw=found.flaw or "",
        broken=found.number,
        mark=found.mark,
        is_done=is_done,
        from_start=from_start,
    )


def broken() -> Verification | None:
    """The latest verification, if it found the trail broken."""
    latest = Verification.objects.order_by("-pk").first()
    return latest if latest and latest.flaw else None


def anchor_text(anchor: Anchor) -> str:
    return json.dumps(asdict(anchor) | {"at": anchor.at.isoformat()}) + "\n"


def read_anchor(text: str) -> Anchor:
    """An anchor from what :func:`anchor_text` made.

    Raises:
        ValueError: It is no anchor; the message says why.
    """
    try:
        data = json.loads(text)
        number, digest, at = data["number"], data["digest"], parse_datetime(data["at"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValueError('an anchor is {"number", "digest", "at"}') from error
    if type(number) is not int or number < 1 or at is None:
        raise ValueError("its number or its time makes no sense")
    if not isinstance(digest, str) or len(digest) != 64:
        raise ValueError("its digest makes no sense")
    return Anchor(number, digest, at)
