"""Totals of what readers said, by page and version."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Min, Sum

from .models import Answer, Total


@dataclass
class Told:
    """All answers to one version of an article, and from when to when they came."""

    article_code: str
    language: str
    version: int
    first: date
    last: date
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    @property
    def yes(self) -> int:
        return self.counts[Answer.YES]

    @property
    def partly(self) -> int:
        return self.counts[Answer.PARTLY]

    @property
    def no(self) -> int:
        return self.counts[Answer.NO]


def by_version() -> list[Told]:
    """Every version that somebody answered; those with most doubts first."""
    found: dict[tuple, Told] = {}
    for row in _rows():
        key = (row["article_code"], row["language"], row["version"])
        told = found.setdefault(key, Told(*key, row["first"], row["last"]))
        told.first = min(told.first, row["first"])
        told.last = max(told.last, row["last"])
        told.counts[row["answer"]] = row["many"]
    return sorted(found.values(), key=lambda t: (-(t.no + t.partly), t.article_code))


def _rows() -> Iterator[dict]:
    grouped = Total.objects.values("article_code", "language", "version", "answer")
    yield from grouped.annotate(many=Sum("count"), first=Min("on"), last=Max("on"))
