"""Pages on which readers find pages: the search, and the topics."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from intake.education.models import ArticlePage, LearnIndexPage
from intake.practice.models import Organisation

from .question import LONGEST, vocabulary
from .search import Found, search


@csrf_exempt  # it changes nothing, and asks for no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def portal_search(request: HttpRequest) -> HttpResponse:
    """What was asked is posted: an address is kept by browsers and servers."""
    index = get_object_or_404(LearnIndexPage)
    asked = request.POST.get("q", "").replace("\x00", "").strip()[:LONGEST]
    language = index.locale.language_code
    known = vocabulary(language)
    found = search(asked, language, known, _hidden()) if asked else Found()
    context = {
        "page": index,
        "asked": asked,
        "found": found,
        "results": _results(found),
        "suggested": _suggested(known.suggest),
    }
    return render(request, "education/search.html", context)


def _results(found: Found) -> list[dict]:
    pages = ArticlePage.objects.live().in_bulk(found.pages)
    return [
        {"page": pages[key], "best": places[0], "more": places[1:]}
        for key, places in found.pages.items()
        if key in pages
    ]


def _suggested(codes: tuple[str, ...]) -> list[ArticlePage]:
    pages = ArticlePage.objects.live().filter(article_code__in=codes)
    return sorted(pages, key=lambda page: codes.index(page.article_code))


def _hidden() -> list[int]:
    """Pages whose words are too old to be shown."""
    today = Organisation.current().today()
    late = ArticlePage.objects.live().filter(review_due_on__lt=today)
    return [page.pk for page in late if page.is_withheld(today)]
