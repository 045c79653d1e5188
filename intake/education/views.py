"""Pages of the portal that are put together: the list of facts, and the print pack."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.practice.models import Organisation

from .claims.models import Claim, Source
from .models import ArticlePage, LearnIndexPage, by_topic, with_basis
from .translating.models import PACK
from .translating.others import address, all_in, elsewhere
from .translating.sentences import in_words
from .translating.shown import MAIN, words_for, words_of_part
from .translating.speaking import speaking
from .translating.views import at_home

LEAVE_OUT = "leave_out"  # pages of a pack that are only there in English


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Each fact with its check, its sources and the pages that state it."""
    index = get_object_or_404(LearnIndexPage)
    subjects = _subjects(index)
    headings = [{"id": each["id"], "text": each["label"]} for each in subjects]
    context = {
        "page": index,
        "subjects": subjects,
        "sources": sorted(Source.objects.all(), key=lambda each: each.place),
        "headings": [*headings, {"id": "all-sources", "text": _("All sources")}],
    }
    return render(request, "education/sources.html", context)


@require_safe
def print_pack(request: HttpRequest, language: str = MAIN) -> HttpResponse:
    """The articles named by ``page`` in the address, one after the other.

    In another language once its words are reviewed: then with the pages that are
    translated, and the others in English, or without them.
    """
    index = get_object_or_404(LearnIndexPage)
    if language == MAIN:
        return render(request, "education/print_pack.html", _pack(request, index))
    words = words_of_part(language, PACK)
    if words is None:
        return redirect(reverse("print_pack", query=request.GET))
    own = words_for(index, language)
    spoken = in_words(index, own or {}, language)
    with speaking(language, words):
        context = _pack(request, spoken) | {"title_lang": language if own else MAIN}
        response = render(request, "education/print_pack.html", context)
    return at_home(response, index, spoken)


def _pack(request: HttpRequest, index: LearnIndexPage) -> dict[str, Any]:
    language, codes = index.spoken or MAIN, set(request.GET.getlist("page"))
    articles = all_in(index.spoken, index.articles())
    wanted = [article for article in articles if article.article_code in codes]
    foreign = [each for each in wanted if index.spoken and not each.spoken]
    leaves_out = bool(index.spoken) and LEAVE_OUT in request.GET
    chosen = [each for each in wanted if not (leaves_out and each in foreign)]
    today = Organisation.current().today()
    with_basis(chosen)
    words = {each.spoken: each.listed_words() for each in chosen}
    for article in chosen:
        article.is_late = article.is_overdue(today)
        article.is_withheld_today = article.is_left_out(today)
        article.words = [] if article.lists_words else words[article.spoken]
    return {
        "page": index,
        "topics": by_topic(articles),
        "codes": codes,
        "chosen": chosen,
        "foreign": foreign,
        "leaves_out": leaves_out,
        "today": today,
        "action": address("print_pack", language),
        "switch": elsewhere(language, PACK, "print_pack"),
    }


def _subjects(index: LearnIndexPage) -> list[dict[str, Any]]:
    pages, by_subject = _pages_by_fact(index), defaultdict(list)
    for fact in Claim.objects.all():
        row = {"fact": fact, "pages": pages[fact.code]}
        by_subject[fact.subject].append(row)
    return [
        {"id": f"facts-{code.lower()}", "label": label, "rows": by_subject[code]}
        for code, label in Claim.Subject.choices
        if by_subject[code]
    ]


def _pages_by_fact(index: LearnIndexPage) -> dict[str, list[ArticlePage]]:
    found = defaultdict(list)
    for page in index.articles():
        for code in page.claims:
            found[code].append(page)
    return found
