"""What search engines and shared links get to read of the portal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from intake.education.models import ArticlePage, LearnIndexPage
from intake.education.translating.others import address_in, all_in, rooms_in
from intake.education.translating.shown import LANGUAGES
from intake.practice.models import Organisation

from .card import card

DAY = 24 * 3600  # seconds
PUBLIC = ("home", "start", "why", "help_now", "privacy", "sources", "portal_changes")


@require_safe
def portal_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """The articles of one topic, with what each answers."""
    index = get_object_or_404(LearnIndexPage)
    names = dict(ArticlePage.Topic.choices)
    articles = [page for page in index.articles() if page.topic == topic]
    if topic not in names or not articles:
        raise Http404
    context = {"page": index, "label": names[topic], "articles": articles}
    return render(request, "education/topic.html", context)


@cache_control(public=True, max_age=DAY)
@require_safe
def portal_card(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    page = ArticlePage.objects.live().filter(article_code=code).first()
    if page is None:
        raise Http404
    clinic = Organisation.current()
    picture = card(page.title, clinic.name, clinic.accent)
    return HttpResponse(picture, content_type="image/png")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Addresses of public pages in every language that readers see.

    None that are too old to be found.
    """
    today = Organisation.current().today()
    shown = [page for page in ArticlePage.objects.live() if not page.is_left_out(today)]
    topics = sorted({page.topic for page in shown})
    plain = [reverse(name) for name in PUBLIC]
    plain += [path for code in LANGUAGES for path in rooms_in(code).values()]
    plain += [reverse("portal_topic", args=[topic]) for topic in topics]
    pages = [*LearnIndexPage.objects.live(), *shown]
    listed = [(page.url, page.last_published_at) for page in pages]
    for language in LANGUAGES:
        spoken = [page for page in all_in(language, pages) if page.spoken]
        listed += [
            (address_in(language, page), page.last_published_at) for page in spoken
        ]
    context = {
        "addresses": [request.build_absolute_uri(path) for path in plain],
        "articles": [
            (request.build_absolute_uri(path), changed) for path, changed in listed
        ],
    }
    return render(request, "education/sitemap.xml", context, "application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines have nothing to look for behind a sign-in."""
    lines = [
        "User-agent: *",
        "Disallow: /patient/",
        "Disallow: /staff/",
        "Disallow: /cms/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
