"""Checking all answers, sending them, and reading them again."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intake.audit import actions as audit
from intake.domain.questionnaire.branching import left_empty, missing
from intake.domain.questionnaire.items import in_language
from intake.questionnaires.actions import NotComplete, NotOpen
from intake.questionnaires.filled import Filled, filled
from intake.review import actions as review
from intake.web.ui.answers_shown import page_rows
from intake.web.ui.forms import PlainForm

from .opening import response_of, sent_already

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


class AttestForm(PlainForm):
    """The patient says that the answers are their own and true."""

    attest = forms.ChoiceField(
        label=_(
            "These answers are mine and as true as I know. I know that a clinician "
            "will read them."
        ),
        choices=[("yes", _("Yes, this is so"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please confirm before you send."),
            "invalid_choice": _("Please confirm before you send."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["_attest"] = self.fields.pop("attest")
        self.helper.layout = self.helper.build_default_layout(self)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """All answers in the words seen, and what is still needed."""
    response = response_of(request, response_id)
    if not response.is_open:
        return sent_already(request)
    now = filled(response)
    needed = still_needed(now, request.LANGUAGE_CODE)
    if request.method == "POST" and not needed:
        return redirect("patient:submit", response_id=response.pk)
    refused = request.method == "POST"
    context = {
        "response": response,
        "sections": page_rows(now, request.LANGUAGE_CODE, change_url(now)),
        "missing": needed,
        "left_empty": empty_ones(now, request.LANGUAGE_CODE),
        "refused": refused,
    }
    status = UNPROCESSABLE if refused else HTTPStatus.OK
    return render(request, "patient/check.html", context, status=status)


def change_url(now: Filled):
    """Where an answer of a page is changed."""

    def address(number: int) -> str:
        return reverse("patient:page", args=[now.response.pk, number])

    return address


def still_needed(now: Filled, language: str) -> list[dict]:
    """What is missing, each with the page where it is asked."""
    found = [
        _needed(now, item.link_id, item.page.number, language)
        for item in missing(now.definition, now.sheet)
    ]
    named = {entry["number"] for entry in found}
    unsaved = [
        {
            "question": in_language(state.page.title, language)
            or in_language(now.definition.title, language),
            "number": state.page.number,
            "url": change_url(now)(state.page.number),
        }
        for state in now.pages
        if not state.is_complete and state.page.number not in named
    ]
    return sorted(found + unsaved, key=lambda entry: entry["number"])


def empty_ones(now: Filled, language: str) -> list[dict]:
    """What may stay empty, although that may delay the person."""
    return [
        _needed(now, item.link_id, item.page.number, language)
        for item in left_empty(now.definition, now.sheet)
    ]


def _needed(now: Filled, link_id: str, number: int, language: str) -> dict:
    item = now.definition.item(link_id)
    return {
        "question": in_language(item.text, language),
        "number": number,
        "url": change_url(now)(number),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Confirm and send; what is missing leads back to the check."""
    response = response_of(request, response_id)
    if not response.is_open:
        return redirect("patient:home")  # sent before: one effect
    if request.method != "POST" and filled(response).next_page is not None:
        return redirect("patient:check", response_id=response.pk)
    form = AttestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            review.receive_response(response=response, by=request.user)
        except NotComplete:
            return check(request, response_id)
        except NotOpen:
            pass  # sent in the same instant by another tab
        return redirect("patient:home")
    status = UNPROCESSABLE if form.is_bound else HTTPStatus.OK
    context = {"form": form, "response": response}
    return render(request, "patient/submit.html", context, status=status)


@never_cache
@require_safe
def answers(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """One's own answers, to read and print."""
    response = response_of(request, response_id)
    audit.record(
        "response.read", by=request.user, subject=response, patient=response.patient
    )
    now = filled(response)
    context = {
        "response": response,
        "sections": page_rows(now, request.LANGUAGE_CODE),
    }
    return render(request, "patient/answers.html", context)
