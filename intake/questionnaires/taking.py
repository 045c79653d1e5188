"""Whether new patients may begin: on which version, and whether they would be heard.

A questionnaire that asks about danger is begun only where a confirmed number stands on
every page and somebody can take an alert. That holds at every start, not only when a
version is published: what ships is loaded before a clinic has staff, and staff leave.
"""

from enum import StrEnum
from functools import lru_cache

from intake.accounts import directory
from intake.domain.questionnaire.risk import safety_items
from intake.practice.models import CrisisRecord
from intake.safety.cover import Cover

from .models import Questionnaire, Version, definition_of

SCREENING = "screening"


class Gap(StrEnum):
    """What a clinic lacks before it may ask anybody about danger."""

    NUMBERS = "numbers"
    RECIPIENT = "recipient"
    SITE = "site"
    ROTA = "rota"


class NotTaking(Exception):
    """The clinic takes no new requests now."""


class Unheard(Exception):
    """Nobody would hear an answer that means danger; ``gaps`` says what is missing."""

    def __init__(self, gaps: tuple[Gap, ...]):
        self.gaps = gaps
        super().__init__(", ".join(gaps))


def gaps() -> tuple[Gap, ...]:
    """What is missing now; nothing when every alert would reach somebody."""
    record = CrisisRecord.objects.filter(pk=1).first()
    present = {
        Gap.NUMBERS: record is not None and record.is_ready,
        Gap.RECIPIENT: directory.has_alert_recipient(),
    }
    return tuple(gap for gap, is_present in present.items() if not is_present)


def publishing_gaps() -> tuple[Gap, ...]:
    """What is missing before more is asked: also a site or a time without cover.

    An alert that comes in a gap of the rota goes to everybody of the site, and an
    empty site is a warning and no lock, so patients may begin; but nobody publishes
    more questions on top of either.
    """
    missing = gaps()
    if Gap.RECIPIENT in missing:
        return missing
    if directory.unwatched_sites().exists():
        return (*missing, Gap.SITE)
    return (*missing, Gap.ROTA) if Cover.current().has_gap else missing


def active_version(code: str = SCREENING) -> Version | None:
    """The version that is open to new patients; None when none is."""
    questionnaires = Questionnaire.objects.select_related("active_version")
    without_text = questionnaires.defer("active_version__data")
    questionnaire = without_text.filter(code=code).first()
    return questionnaire and questionnaire.active_version


def startable_version() -> Version | None:
    """The version on which a new patient begins; None when nobody may."""
    version = active_version()
    if version is None or (asks_about_danger(version.pk) and gaps()):
        return None
    return version


@lru_cache(maxsize=64)
def asks_about_danger(version_id: int) -> bool:
    """Whether an answer to a version may raise an alert."""
    return bool(safety_items(definition_of(version_id)))
