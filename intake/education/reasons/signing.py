"""Whether a clinician stands for the reasons, until when, and the signing of them."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied

from intake.accounts.models import User
from intake.accounts.roles import CLINICAL
from intake.audit import actions as audit
from intake.education.governing.changes import Piece, between
from intake.education.governing.reviewed import Reviewed
from intake.education.governing.signing import WordsChanged
from intake.practice.models import Organisation
from intake.questionnaires.models import Version
from intake.questionnaires.taking import active_version

from .models import ReasonsSignOff
from .texts import digest_of, lines_of

# As of every page about safety.
READ_WITHIN = Reviewed.REVIEW_WITHIN[Reviewed.Risk.SAFETY_CRITICAL]


@dataclass(frozen=True)
class Standing:
    """Where the reasons of a version stand; ``last`` may be of other words."""

    version: Version
    digest: str
    last: ReasonsSignOff | None

    @property
    def signed(self) -> ReasonsSignOff | None:
        """The signature under these very words."""
        is_theirs = self.last is not None and self.last.digest == self.digest
        return self.last if is_theirs else None

    @property
    def is_reviewed(self) -> bool:
        return self.signed is not None

    @property
    def due_on(self) -> date:
        """By when they have to be read: only a signature moves the day."""
        if self.last is not None:
            return self.last.due_on
        return self.version.published_at.date() + READ_WITHIN

    def is_overdue(self, on: date) -> bool:
        return self.due_on < on

    def changes(self) -> list[tuple[Piece, ...]]:
        """What is not as it was signed last."""
        if self.last is None or self.is_reviewed:
            return []
        return between(lines_of(self.last.version_id), lines_of(self.version.pk))


def standing() -> Standing | None:
    """That of the version that is open to patients; None when none is."""
    version = active_version()
    if version is None:
        return None
    last = ReasonsSignOff.objects.order_by("-at", "-pk").first()
    return Standing(version, digest_of(version.pk), last)


def may_sign(version: Version, user: User) -> bool:
    """A clinician who did not publish these words."""
    is_clinician = user.is_active and not user.is_patient and user.has_role(CLINICAL)
    return is_clinician and version.published_by_id != user.pk


@audit.recorded
def sign(*, seen: str, by: User, role: str, interests: str = "") -> ReasonsSignOff:
    """Put a clinician's name under the reasons with this digest.

    Raises:
        WordsChanged: these are not the words that patients read now.
        PermissionDenied: nobody who may sign them, or without saying as what.
    """
    now = standing()
    if now is None or now.digest != seen:
        raise WordsChanged
    if not (role.strip() and by.name and may_sign(now.version, by)):
        raise PermissionDenied
    today = Organisation.current().today()
    signed = ReasonsSignOff.objects.create(
        version=now.version,
        digest=now.digest,
        by=by,
        name=by.name,
        role=role.strip(),
        interests=interests.strip(),
        reviewed_on=today,
        due_on=today + READ_WITHIN,
    )
    audit.record("portal.reasons_signed", by=by, subject=signed)
    return signed
