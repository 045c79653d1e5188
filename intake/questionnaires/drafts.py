"""What is being filled in at a clinic: how far it is and who helps, but no answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from intake.accounts.models import User
from intake.patients.identity import Identity, identity_of

from .filled import Filled, filled_together
from .models import Mode, Response

PAGE = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Draft:
    """One response that was begun and not sent."""

    response: Response
    identity: Identity | None
    done: int  # sections
    sections: int
    helper: User | None  # who of the staff entered something last


@dataclass(frozen=True)
class Cursor:
    """Where a page of the list ended: the next one begins after it."""

    saved_at: datetime
    id: UUID

    def __str__(self):
        return f"{(self.saved_at - EPOCH) // MICROSECOND}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """A cursor from an address; nonsense is no cursor."""
        try:
            at, response_id = text.split("_")
            return cls(EPOCH + int(at) * MICROSECOND, UUID(response_id))
        except (ValueError, OverflowError):
            return None


def drafts_for(
    user: User, *, after: Cursor | None = None
) -> tuple[list[Draft], Cursor | None]:
    """One page of drafts at the sites of this person, the last saved first."""
    drafts = Response.objects.assisted_by(user).drafts()
    if after is not None:
        earlier = Q(saved_at=after.saved_at, pk__lt=after.id)
        drafts = drafts.filter(Q(saved_at__lt=after.saved_at) | earlier)
    related = drafts.select_related("patient__identity", "patient__site")
    found = list(related.order_by("-saved_at", "-pk")[: PAGE + 1])
    shown = _drafts(filled_together(found[:PAGE]))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return shown, last and Cursor(last.saved_at, last.pk)


def _drafts(opened: Collection[Filled]) -> list[Draft]:
    helpers = {now.response.pk: _helper_id(now) for now in opened}
    known = User.objects.in_bulk([pk for pk in helpers.values() if pk])
    return [_draft(now, known.get(helpers[now.response.pk])) for now in opened]


def _helper_id(now: Filled) -> UUID | None:
    entered = [stored for stored in now.stored.values() if stored.mode != Mode.SELF]
    latest = max(entered, key=lambda stored: stored.at, default=None)
    return latest and latest.by_id


def _draft(now: Filled, helper: User | None) -> Draft:
    """A section is done when all its pages are, as things stand."""
    complete: list[bool] = []
    former = None
    for state in now.pages:
        section = now.definition.sections[state.page.link_id]
        if section != former:
            complete.append(True)
        complete[-1] = complete[-1] and state.is_complete
        former = section
    identity = identity_of(now.response.patient)
    return Draft(now.response, identity, sum(complete), len(complete), helper)
