"""Pages on which readers find pages: the search, and the topics."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from intake.education.governing.reviewed import AGE
from intake.education.models import HELP_PAGE, ArticlePage, LearnIndexPage, named
from intake.education.translating.others import all_in, other_languages
from intake.education.translating.sentences import in_words
from intake.education.translating.shown import LANGUAGES, frame_words, words_for
from intake.education.translating.speaking import speaking
from intake.education.translating.views import at_home
from intake.practice.models import CrisisRecord, Organisation

from .question import LONGEST, vocabulary
from .search import Found, search


@csrf_exempt  # it changes nothing, and asks for no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def portal_search(request: HttpRequest) -> HttpResponse:
    """What was asked is posted: an address is kept by browsers and servers."""
    index = get_object_or_404(LearnIndexPage)
    asked = request.POST.get("q", "").replace("\x00", "").strip()
    language = request.POST.get("lang", "")
    frame = frame_words(language) if language in LANGUAGES else None
    if frame is None:
        return render(request, "education/search.html", _found(index, asked))
    spoken = in_words(index, words_for(index, language) or {}, language)
    with speaking(language, frame):
        response = render(request, "education/search.html", _found(spoken, asked))
    return at_home(response, index, spoken)


def _found(index: LearnIndexPage, asked: str) -> dict[str, Any]:
    """What stands in the index's language on this."""
    language = index.locale.language_code
    known = vocabulary(language)
    found = search(asked, language, known, _hidden()) if asked else Found()
    return {
        "page": index,
        "asked": asked[:LONGEST],
        "found": found,
        **_help(asked, found.danger, index),
        "results": _results(found, index.spoken),
        "suggested": all_in(index.spoken, named(known.suggest)),
        **other_languages(index),
    }


def _help(asked: str, heard: str, index: LearnIndexPage) -> dict[str, Any]:
    """Where help is, in the language in which danger was spoken of.

    Whoever types a number of the crisis record looks for it, too.
    """
    numbers = re.findall(r"\d+", asked)
    crisis = CrisisRecord.current() if heard or numbers else None
    if crisis and not set(crisis.numbers).isdisjoint(numbers):
        heard = heard or index.locale.language_code
    if not heard:
        return {}
    pages = ArticlePage.objects.live().filter(article_code=HELP_PAGE)
    return {
        "help_first": True,
        "help_words": crisis
        and crisis.speaking(heard, chosen=heard != index.locale.language_code),
        "help_pages": all_in(index.spoken, list(pages)),
    }


def _results(found: Found, language: str) -> list[dict]:
    articles = ArticlePage.objects.live().filter(pk__in=found.pages)
    pages = {page.pk: page for page in all_in(language, list(articles))}
    return [
        {"page": pages[key], "best": places[0], "more": places[1:]}
        for key, places in found.pages.items()
        if key in pages
    ]


def _hidden() -> list[int]:
    """Pages that are too old to be found."""
    today = Organisation.current().today()
    pages = ArticlePage.objects.live().only(*AGE)
    return [page.pk for page in pages if page.is_left_out(today)]
