"""Checking the links that lead out of published pages."""

import html
from collections import defaultdict
from collections.abc import Callable, Iterator

from django.utils import timezone

from intake.audit import actions as audit
from intake.education.editing import LINK
from intake.education.models import ArticlePage
from intake.education.shipped import all_sources

from .asking import Answer
from .models import OutsideLink

SOURCES = ""  # stands for the public list of sources, beside the codes of articles


def outside_links() -> dict[str, set[str]]:
    """Every link out of the portal, with the codes of the pages that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for page in ArticlePage.objects.live():
        for url in _links_of(page):
            found[url].add(page.article_code)
    for source in all_sources():
        if source["link"]:
            found[source["link"]].add(SOURCES)
    return dict(found)


def _links_of(page: ArticlePage) -> Iterator[str]:
    body = html.unescape(str(page.body.get_prep_value()))
    yield from (url for url in LINK.findall(body) if url.startswith("http"))
    yield from (block.value["link"] for block in page.sources if block.value["link"])


def check(ask: Callable[[str], Answer]) -> Iterator[OutsideLink]:
    """Ask each link, one after the other; links that are on no page are forgotten."""
    links = outside_links()
    OutsideLink.objects.exclude(url__in=links).delete()
    for url in sorted(links):
        answer = ask(url)
        row, _new = OutsideLink.objects.update_or_create(
            url=url, defaults={**vars(answer), "at": timezone.now()}
        )
        yield row
    with audit.unit():
        audit.record("portal.links_checked", count=len(links))


def to_mend() -> list[tuple[OutsideLink, list[str]]]:
    """Links that lead nowhere or elsewhere, with the pages that have them."""
    if not OutsideLink.objects.exists():
        return []
    pages = outside_links()
    rows = OutsideLink.objects.filter(
        kind__in=[OutsideLink.Kind.GONE, OutsideLink.Kind.MOVED], url__in=pages
    )
    return [(row, sorted(pages[row.url])) for row in rows.order_by("kind", "url")]
