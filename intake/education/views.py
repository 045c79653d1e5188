"""The list of facts and sources, for everybody."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .facts import SUBJECTS, facts
from .models import ArticlePage, LearnIndexPage, by_number
from .shipped import all_sources


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Each fact with its check, its sources and the pages that state it."""
    subjects = _subjects()
    context = {
        "index": LearnIndexPage.objects.first(),
        "subjects": subjects,
        "sources": all_sources(),
        "headings": [
            *({"id": each["id"], "text": each["label"]} for each in subjects),
            {"id": "all-sources", "text": _("All sources")},
        ],
    }
    return render(request, "education/sources.html", context)


def _subjects() -> list[dict[str, Any]]:
    pages, by_subject = _pages_by_fact(), defaultdict(list)
    for fact in facts().values():
        row = {"fact": fact, "pages": pages[fact.code]}
        by_subject[fact.subject].append(row)
    return [
        {"id": f"facts-{code.lower()}", "label": label, "rows": by_subject[code]}
        for code, label in SUBJECTS.items()
        if by_subject[code]
    ]


def _pages_by_fact() -> dict[str, list[ArticlePage]]:
    """Published articles in the language of the portal, by the facts they state."""
    found = defaultdict(list)
    language = settings.LANGUAGE_CODE
    live = ArticlePage.objects.live().filter(locale__language_code=language)
    for page in sorted(live, key=lambda page: by_number(page.article_code)):
        for code in page.claims:
            found[code].append(page)
    return found
