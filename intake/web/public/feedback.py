"""Was this page clear? An answer from a reader of whom nothing is kept.

The form needs no cookie. What stands in for the token against other sites and programs:
the browser has to say that it comes from here, the form holds a mark of when it was
made, and an input that nobody sees has to stay empty.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from intake.education.models import ArticlePage
from intake.education.translating.models import CLEAR
from intake.education.translating.others import (
    address,
    address_in,
    all_in,
    elsewhere,
    other_languages,
)
from intake.education.translating.shown import MAIN, words_of_part
from intake.education.translating.speaking import speaking
from intake.feedback import actions
from intake.feedback.models import Answer
from intake.web import errors
from intake.web.origin import is_from_here
from intake.web.ui.forms import form_page, posted
from intake.web.ui.page_feedback import FOR_PROGRAMS, MARK, ClearForm, age_of

SOONEST = timedelta(seconds=2)  # nobody chooses and presses faster
LATEST = timedelta(days=1)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page_feedback(
    request: HttpRequest, code: str, language: str = MAIN
) -> HttpResponse:
    """The form on a page of its own, which also shows what was refused."""
    article, words = _article(code, language), words_of_part(language, CLEAR)
    if words is None and request.method != "POST" and language != MAIN:
        return redirect("page_feedback", code=code)
    with speaking(language, words):
        return _answered(request, article)


def _answered(request: HttpRequest, article: ArticlePage) -> HttpResponse:
    form, code = ClearForm(posted(request)), article.article_code
    if form.is_valid():
        if request.POST.get(FOR_PROGRAMS):  # a program, which learns nothing
            return redirect(_thanks(article))
        if _is_from_a_reader(request, code):
            return _give(request, article, form.cleaned_data)
        form.add_error(None, _("Please send it once more."))
    context = {"article": article, "back": _back(article), **other_languages(article)}
    return form_page(request, "public/page_feedback.html", form, **context)


@require_safe
def page_feedback_thanks(
    request: HttpRequest, code: str, language: str = MAIN
) -> HttpResponse:
    article, words = _article(code, language), words_of_part(language, CLEAR)
    if words is None and language != MAIN:
        return redirect("page_feedback_thanks", code=code)
    context = {
        "title": format_html('<span lang="{}">{}</span>', *_titled(article)),
        "back": _back(article),
        "switch": elsewhere(language, CLEAR, "page_feedback_thanks", code),
    }
    with speaking(language, words):
        return render(request, "public/page_feedback_thanks.html", context)


def _thanks(article: ArticlePage) -> str:
    language = article.spoken or MAIN
    return address("page_feedback_thanks", language, article.article_code)


def _titled(article: ArticlePage) -> tuple[str, str]:
    """The language of its title, and the title."""
    return article.spoken or article.locale.language_code, article.title


def _back(article: ArticlePage) -> str:
    return address_in(article.spoken, article) if article.spoken else article.url


def _give(
    request: HttpRequest, article: ArticlePage, given: dict[str, Any]
) -> HttpResponse:
    version = actions.Version(
        article_code=article.article_code,
        language=article.spoken or article.locale.language_code,
        number=article.live_revision_id or 0,
    )
    answer, remark = Answer(given["clear"]), given["remark"].strip()
    try:
        actions.give(version=version, answer=answer, remark=remark)
    except actions.TooMany:
        with translation.override(MAIN):
            return errors.too_many(request)
    return redirect(_thanks(article))


def _is_from_a_reader(request: HttpRequest, code: str) -> bool:
    age = age_of(request.POST.get(MARK, ""), code)
    return is_from_here(request) and age is not None and SOONEST <= age <= LATEST


def _article(code: str, language: str) -> ArticlePage:
    """The published article, in this language where readers see it so."""
    live = ArticlePage.objects.live().filter(article_code=code)
    article = get_object_or_404(live.order_by("pk")[:1])
    return all_in("" if language == MAIN else language, [article])[0]
