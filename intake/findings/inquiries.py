"""Questions to people outside, as staff see them: what was asked, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count
from django.utils import timezone

from intake.domain.inquiries import Kind, load_kinds
from intake.patients import vault
from intake.review.models import Case

from .models import Ending, Inquiry

MOST_TRIES = 5  # wrong dates of birth, until staff send the link again


class Standing(StrEnum):
    """How an inquiry stands."""

    WAITING = "waiting"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    LOCKED = "locked"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Asked:
    """What is asked, and of whom.

    ``finding`` is the id of what it is about; ``words`` are what staff added; ``days``
    how long the link is to work.
    """

    finding: str
    kind: str
    name: str
    organisation: str
    words: str
    days: int

    @property
    def what(self) -> Kind:
        return load_kinds()[self.kind]


@dataclass(frozen=True)
class Reply:
    """What somebody outside answered; ``digest`` is that of the file, if one came."""

    choice: str
    words: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Opened:
    """An inquiry with what is sealed in it."""

    record: Inquiry
    asked: Asked
    standing: Standing
    ending: Ending | None = None
    reply: Reply | None = None

    @property
    def since(self) -> datetime:
        return self.record.at

    @property
    def who(self) -> str:
        """The name, with the organisation where there is one."""
        return ", ".join(filter(None, (self.asked.name, self.asked.organisation)))

    @property
    def is_outstanding(self) -> bool:
        return self.standing is Standing.WAITING

    @property
    def has_ended(self) -> bool:
        return self.ending is not None

    @property
    def choice(self) -> str:
        """The answer that was chosen, in its words."""
        return self.asked.what.answers[self.reply.choice] if self.reply else ""


def inquiries_of(case: Case) -> Sequence[Opened]:
    """Everything that was asked outside about a case, the newest first; one query."""
    return [opened(record, case) for record in _with_ends(case.inquiries)]


def inquiry_of(case: Case, number: int) -> Opened | None:
    """One of them, by its number."""
    found = _with_ends(case.inquiries.filter(pk=number)).first()
    return opened(found, case) if found else None


def _with_ends(records):
    related = records.select_related(
        "by", "ending__withdrawn_by", "ending__attachment"
    ).defer("ending__attachment__sealed")
    return related.annotate(wrong=Count("tries")).order_by("-pk")


def opened(record: Inquiry, case: Case) -> Opened:
    asked = Asked(**vault.read(record, case.patient, "sealed"))
    ending = getattr(record, "ending", None)
    return Opened(
        record=record,
        asked=asked,
        standing=_standing(record, ending),
        ending=ending,
        reply=reply_in(ending, case) if ending and ending.is_reply else None,
    )


def reply_in(ending: Ending, case: Case) -> Reply:
    return Reply(**vault.read(ending, case.patient, "sealed_reply"))


def _standing(record: Inquiry, ending: Ending | None) -> Standing:
    if ending is not None:
        return Standing.REPLIED if ending.is_reply else Standing.WITHDRAWN
    if record.wrong >= MOST_TRIES:
        return Standing.LOCKED
    waits = record.expires_at > timezone.now()
    return Standing.WAITING if waits else Standing.EXPIRED
