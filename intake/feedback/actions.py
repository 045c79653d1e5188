"""Taking what readers say of a page, and taking a remark away again."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Sum

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.practice.models import Organisation
from intake.sealing import MasterKeys

from .models import Answer, Remark, Total

MOST_A_DAY = 200  # of one article; more come from programs, not from readers
LONGEST_REMARK = 300  # characters


class TooMany(Exception):
    """This article has heard enough for today."""


@dataclass(frozen=True)
class Version:
    """Which words somebody read: an article, its language and published revision."""

    article_code: str
    language: str
    number: int

    @property
    def columns(self) -> dict[str, str | int]:
        return {
            "article_code": self.article_code,
            "language": self.language,
            "version": self.number,
        }


@audit.recorded
def give(*, version: Version, answer: Answer, remark: str = "") -> None:
    """Count an answer, and keep a remark without the answer.

    Raises:
        TooMany: More came today than readers give.
    """
    today = Organisation.current().today()
    heard = Total.objects.filter(article_code=version.article_code, on=today)
    if (heard.aggregate(all=Sum("count"))["all"] or 0) >= MOST_A_DAY:
        raise TooMany
    row, _new = Total.objects.get_or_create(**version.columns, answer=answer, on=today)
    Total.objects.filter(pk=row.pk).update(count=F("count") + 1)
    if remark:
        sealed = _keys().seal(remark.encode(), bound_to(version.article_code))
        Remark.objects.create(**version.columns, on=today, sealed=sealed)
    audit.record("portal.feedback_given", article=version.article_code)


@audit.recorded
def remove_remark(*, remark: Remark, by: User) -> None:
    """Delete words that should not stand there, such as somebody's health."""
    code = remark.article_code
    audit.record("portal.remark_removed", by=by, subject=remark, article=code)
    Remark.objects.filter(pk=remark.pk).delete()


def remarks() -> Iterator[tuple[Remark, str]]:
    """Every remark with its words, latest first."""
    for remark in Remark.objects.all():
        opened = _keys().open(remark.sealed, bound_to(remark.article_code))
        yield remark, opened.decode()


def _keys() -> MasterKeys:
    return MasterKeys(settings.MASTER_KEYS)


def bound_to(article_code: str) -> str:
    return f"remark on {article_code}"
