"""What pages rest on: the facts they name, and the sources of these."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from .models import Claim, Source


@dataclass(frozen=True)
class Basis:
    """The facts in the order of the page, and each source once, by code.

    A code that is not in the list has no record here.
    """

    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()

    def sources_of(self, claim: Claim) -> list[Source]:
        return [source for source in self.sources if source.code in claim.sources]


def bases(pages: Iterable[Any]) -> list[Basis]:
    """What each page rests on, with two queries for all of them."""
    pages = list(pages)
    claims = _by_code(Claim, {code for page in pages for code in page.claims})
    wanted = {code for claim in claims.values() for code in claim.sources}
    wanted |= {code for page in pages for code in page.more_sources}
    sources = _by_code(Source, wanted)
    return [_basis(page, claims, sources) for page in pages]


def _basis(page: Any, claims: dict[str, Any], sources: dict[str, Any]) -> Basis:
    named = [claims[code] for code in page.claims if code in claims]
    codes = {code for claim in named for code in claim.sources}
    found = {
        sources[code] for code in codes | set(page.more_sources) if code in sources
    }
    return Basis(tuple(named), tuple(sorted(found, key=lambda each: each.place)))


def _by_code(model: type, codes: set[str]) -> dict[str, Any]:
    if not codes:
        return {}
    return {record.code: record for record in model.objects.filter(code__in=codes)}


def stated_on() -> Q:
    """The articles whose facts are in doubt, as a condition on articles.

    It says of all what ``Claim.is_in_doubt_on`` says of one.
    """
    doubtful = Claim.objects.exclude(retired="", changed_on=None)
    condition = Q(claims__overlap=[each.code for each in doubtful if each.retired])
    for claim in doubtful:
        if claim.changed_on is None or claim.retired:
            continue
        unread = Q(reviewed_on__lt=claim.changed_on)
        unread |= Q(reviewed_on=None, evidence_on__lt=claim.changed_on)
        if claim.changed_at:
            unread |= Q(last_published_at__lt=claim.changed_at)
        condition |= Q(claims__contains=[claim.code]) & unread
    return condition
