"""Pages of the portal that are put together: the list of facts, and the print pack."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.practice.models import Organisation

from .facts import SUBJECTS, facts
from .models import ArticlePage, LearnIndexPage
from .shipped import all_sources


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Each fact with its check, its sources and the pages that state it."""
    index = get_object_or_404(LearnIndexPage)
    subjects = _subjects(index)
    headings = [{"id": each["id"], "text": each["label"]} for each in subjects]
    context = {
        "page": index,
        "subjects": subjects,
        "sources": all_sources(),
        "headings": [*headings, {"id": "all-sources", "text": _("All sources")}],
    }
    return render(request, "education/sources.html", context)


@require_safe
def print_pack(request: HttpRequest) -> HttpResponse:
    """The articles named by ``page`` in the address, one after the other."""
    index = get_object_or_404(LearnIndexPage)
    topics, codes = index.topics(), set(request.GET.getlist("page"))
    articles = [article for _label, listed in topics for article in listed]
    chosen = [article for article in articles if article.article_code in codes]
    today = Organisation.current().today()
    words = chosen[0].listed_words() if chosen else []
    for article in chosen:
        article.is_late = article.is_overdue(today)
        article.is_withheld_today = article.is_withheld(today)
        article.words = [] if article.lists_words else words
    context = {
        "page": index,
        "topics": topics,
        "codes": codes,
        "chosen": chosen,
        "today": today,
    }
    return render(request, "education/print_pack.html", context)


def _subjects(index: LearnIndexPage) -> list[dict[str, Any]]:
    pages, by_subject = _pages_by_fact(index), defaultdict(list)
    for fact in facts().values():
        row = {"fact": fact, "pages": pages[fact.code]}
        by_subject[fact.subject].append(row)
    return [
        {"id": f"facts-{code.lower()}", "label": label, "rows": by_subject[code]}
        for code, label in SUBJECTS.items()
        if by_subject[code]
    ]


def _pages_by_fact(index: LearnIndexPage) -> dict[str, list[ArticlePage]]:
    found = defaultdict(list)
    for page in index.articles():
        for code in page.claims:
            found[code].append(page)
    return found
