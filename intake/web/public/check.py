"""The check before the intake, for everybody: nothing of it is kept anywhere.

The answers come in one request and are gone with its reply: no session, no cookie, no
row, no line in a log, no part of an address. The form carries no token against requests
from other sites, because a request changes nothing and a token needs a cookie.
"""

from collections.abc import Sequence
from http import HTTPStatus

from crispy_forms.layout import HTML, Layout
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.education.check import Check, Question, check_in
from intake.education.models import ArticlePage
from intake.questionnaires.taking import startable_version
from intake.web.ui.forms import PlainForm, form_page, posted

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
def check(request: HttpRequest) -> HttpResponse:
    """Ask, and answer in the reply to the same request."""
    asked = check_in(request.LANGUAGE_CODE)
    form = CheckForm(posted(request), check=asked)
    if not form.is_valid():
        return form_page(request, "public/check.html", form)
    reply = asked.reply(form.cleaned_data)
    context = {
        "reply": reply,
        "articles": _articles(reply.read),
        "is_taking": startable_version() is not None,
    }
    return render(request, "public/check_reply.html", context, status=HTTPStatus.OK)


def _articles(codes: Sequence[str]) -> list[ArticlePage]:
    """Published articles with these codes, in this order."""
    live = ArticlePage.objects.live().filter(article_code__in=codes)
    known = {article.article_code: article for article in live}
    return [known[code] for code in codes if code in known]


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
