"""The portal in another language."""

import copy
import re
from collections.abc import Mapping
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from intake.education.models import ArticlePage, LearnIndexPage

from .others import address_in, all_in, english, rooms_in
from .sentences import anchors, in_words
from .shown import LANGUAGES, MAIN, frame_words, words_for
from .speaking import speaking

# A link that names its language leads out of the present one.
ID = re.compile(
    r'(?<!hreflang="en" )\b(id|aria-labelledby|href)="(#?)([^"#]+)((?:#[^"]*)?)"'
)
NOT_YET = "We do not have this page in your language yet."


class PortalLanguage:
    """A language in an address: no article has such a name."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AnyLanguage(PortalLanguage):
    """One of those, or that in which pages are written."""

    regex = "|".join([MAIN, *LANGUAGES])


@require_safe
def portal_in(request: HttpRequest, language: str) -> HttpResponse:
    """The first page of the portal."""
    return _shown(request, get_object_or_404(LearnIndexPage), language)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def portal_page_in(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """An article; in English, and saying so, while it is not translated.

    A post changes nothing, and so carries no token, which would need a cookie: it
    brings along what was typed at the foot of the page in another language.
    """
    page = get_object_or_404(ArticlePage.objects.live(), slug=slug)
    response = _shown(request, page, language)
    if request.method == "POST":
        add_never_cache_headers(response)
    return response


def _shown(request: HttpRequest, page, language: str) -> HttpResponse:
    frame, words = frame_words(language), words_for(page, language)
    if frame is None:
        is_post = request.method == "POST"
        return drawn(request, page) if is_post else redirect(page.url)
    if words is None:
        return _in_english(request, page, language, frame)
    spoken = in_words(page, words, language)
    with speaking(language, frame):
        response = drawn(request, spoken)
    return at_home(response, page, spoken)


def drawn(request: HttpRequest, page, **more) -> HttpResponse:
    context = page.get_context(request)
    if "topics" in context and page.spoken:
        context["topics"] = [
            (label, all_in(page.spoken, articles))
            for label, articles in context["topics"]
        ]
    if page.spoken and isinstance(page, ArticlePage):
        context["above"] = all_in(page.spoken, [page.get_parent().specific])[0]
    return render(request, page.get_template(request), context | more)


def _in_english(
    request: HttpRequest, page, language: str, frame: Mapping[str, str]
) -> HttpResponse:
    """The English page, with a kind word in the language that was asked for."""
    said = {"code": language, "words": frame[NOT_YET]}
    response = drawn(request, page, not_yet=said, switch=english(page))
    here = copy.copy(page)
    here.spoken = language
    return at_home(response, page, here)


def at_home(response: HttpResponse, page, spoken) -> HttpResponse:
    """The same places have the same names as on the English page, and links stay in
    the language."""
    known = anchors(page, spoken) if isinstance(page, ArticlePage) else {}
    slugs = set(ArticlePage.objects.live().values_list("slug", flat=True))
    rooms = rooms_in(spoken.spoken)

    def named(match: re.Match[str]) -> str:
        attribute, mark, value, place = match.groups()
        if attribute != "href" or mark:
            return f'{attribute}="{mark}{known.get(unquote(value), value)}"'
        slug = value.removeprefix("/learn/").removesuffix("/")
        if value == f"/learn/{slug}/" and slug in slugs:
            value = address_in(spoken.spoken, ArticlePage(slug=slug))
        elif value == page.get_parent().url:
            value = address_in(spoken.spoken, None)
        else:
            value = rooms.get(value, value)
        return f'href="{value}{place}"'

    html = ID.sub(named, response.content.decode())
    response.content = html.encode()
    return response
