"""Checking the links that lead out of published pages."""

import html
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from intake.audit import actions as audit
from intake.education.claims.models import Source
from intake.education.editing import LINK
from intake.education.models import ArticlePage, with_basis

from .asking import Answer
from .models import OutsideLink

Kind = OutsideLink.Kind
WEEK = timedelta(days=7)
SOURCES = ""  # stands for the public list of sources, beside the codes of articles


def outside_links() -> dict[str, set[str]]:
    """Every link out of the portal, with the codes of the pages that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for page in with_basis(list(ArticlePage.objects.live())):
        for url in _links_of(page):
            found[url].add(page.article_code)
    for link in Source.objects.exclude(link="").values_list("link", flat=True):
        found[link].add(SOURCES)
    return dict(found)


def _links_of(page: ArticlePage) -> Iterator[str]:
    body = html.unescape(str(page.body.get_prep_value()))
    yield from (url for url in LINK.findall(body) if url.startswith("http"))
    yield from (source.link for source in page.basis.sources if source.link)


def is_due(now: datetime) -> bool:
    """Whether no link was asked yet, or one was not for a week."""
    rows = OutsideLink.objects.all()
    return rows.filter(at__lt=now - WEEK).exists() or not rows.exists()


def check(
    ask: Callable[[str], Answer], asked_before: datetime | None = None
) -> Iterator[OutsideLink]:
    """Ask links, one after the other; those that are on no page are forgotten.

    Args:
        asked_before: leaves out what was asked since then; all are asked without.
    """
    links = outside_links()
    OutsideLink.objects.exclude(url__in=links).delete()
    if asked_before:
        recent = OutsideLink.objects.filter(at__gte=asked_before)
        left_out = set(recent.values_list("url", flat=True))
        links = {url: links[url] for url in links.keys() - left_out}
    for url in sorted(links):
        answer = ask(url)
        row, _new = OutsideLink.objects.update_or_create(
            url=url, defaults={**vars(answer), "at": timezone.now()}
        )
        yield row
    with audit.unit():
        audit.record("portal.links_checked", count=len(links))


@dataclass(frozen=True)
class LastCheck:
    """What came of asking: ``to_mend`` has links that lead nowhere or elsewhere, with
    the pages that have them; ``nobody_answered``: this server may have no way out.
    """

    count: int = 0
    at: datetime | None = None
    nobody_answered: bool = False
    to_mend: list[tuple[OutsideLink, list[str]]] = field(default_factory=list)


def last_check() -> LastCheck:
    """The last answer of each link that is still on a page."""
    if not OutsideLink.objects.exists():
        return LastCheck()
    pages = outside_links()
    rows = list(OutsideLink.objects.filter(url__in=pages).order_by("kind", "url"))
    silent = [row for row in rows if row.kind == Kind.GONE and not row.status]
    broken = [row for row in rows if row.kind in (Kind.GONE, Kind.MOVED)]
    return LastCheck(
        count=len(rows),
        at=max((row.at for row in rows), default=None),
        nobody_answered=len(silent) == len(rows) > 1,
        to_mend=[(row, sorted(pages[row.url])) for row in broken],
    )
