"""The check before the intake, for everybody: nothing of it is kept anywhere.

The answers come in one request and are gone with its reply: no session, no cookie, no
row, no line in a log, no part of an address. The form carries no token against requests
from other sites, because a request changes nothing and a token needs a cookie.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.education.check import Check, Question, shipped_check
from intake.education.models import named
from intake.education.translating.models import CHECK
from intake.education.translating.others import (
    address,
    address_in,
    all_in,
    elsewhere,
)
from intake.education.translating.shown import MAIN, words_of_part
from intake.education.translating.speaking import speaking
from intake.questionnaires.taking import startable_version
from intake.web.ui.forms import PlainForm, form_page, posted

SWITCH = "_switch"  # the button that takes along what is chosen

# Shown by the style sheet as soon as an answer calls for it, before anything is sent.
HELP_AT_ONCE = HTML(
    '<div class="help-at-once" role="status" data-help-at-once>'
    '{% include "components/crisis_buttons.html" with first="" %}</div>'
)


class CheckForm(PlainForm):
    """Radio buttons for every question; each may be left open."""

    def __init__(self, *args, check: Check, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {q.code: _field(q) for q in check.questions}
        self.helper.layout = Layout(*self.fields, HELP_AT_ONCE)


@csrf_exempt
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, language: str = MAIN) -> HttpResponse:
    """Ask, and answer in the reply to the same request.

    In another language once its words are reviewed; until then in English.
    """
    words = words_of_part(language, CHECK)
    if words is None and request.method != "POST" and language != MAIN:
        return redirect("check")
    spoken = MAIN if words is None else language
    with speaking(spoken, words):
        return _asked(request, shipped_check().in_words(words or {}), spoken)


def _asked(request: HttpRequest, asked: Check, language: str) -> HttpResponse:
    context = {
        "language": language,
        "switch": elsewhere(language, CHECK, "check"),
        "action": address("check", language),
    }
    if SWITCH in request.POST:  # nothing is answered yet: the reader goes on here
        form = CheckForm(initial=request.POST.dict(), check=asked)
        return form_page(request, "public/check.html", form, **context)
    form = CheckForm(posted(request), check=asked)
    if not form.is_valid():
        return form_page(request, "public/check.html", form, **context)
    reply = asked.reply(form.cleaned_data)
    context |= {
        "reply": reply,
        "answers": [pair for pair in form.cleaned_data.items() if pair[1]],
        "articles": _articles(reply.read, language),
        "is_taking": startable_version() is not None,
    }
    return render(request, "public/check_reply.html", context, status=HTTPStatus.OK)


def _articles(codes: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Published articles with these codes, in this order, and where they are."""
    found = all_in("" if language == MAIN else language, named(codes))
    return [
        {
            "page": page,
            "url": page.url if language == MAIN else address_in(language, page),
            "lang": page.spoken or MAIN,
        }
        for page in found
    ]


def _field(question: Question) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=question.text,
        help_text=question.note,
        choices=[(option.code, option.label) for option in question.options],
        required=False,
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )
    field.optional = False  # said once, above the form
    return field
