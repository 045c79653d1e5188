"""The page of a link that somebody outside was given: one question, answered once.

No session and no cookie is needed. What allows to answer is the link and the date of
birth; neither is sent by a browser on its own, so no other site can answer for anybody.
"""

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from intake.findings import outside
from intake.findings.inquiries import Asked, Reply, inquiry_of
from intake.findings.models import Inquiry
from intake.patients.identity import identity_of
from intake.web.ui.date_field import WholeDateField
from intake.web.ui.evidence_field import EvidenceField
from intake.web.ui.forms import PlainForm, posted

PROOF = "_proof"
PROOF_LASTS = 2 * 60 * 60  # seconds; long enough to look for a report
LONGEST = 5_000  # characters
View = Callable[..., HttpResponse]


class BirthDateForm(PlainForm):
    """The second thing that the recipient knows."""

    birth_date = WholeDateField(
        label=gettext_lazy("The patient's date of birth"),
        error_messages={
            "required": gettext_lazy("Write the date of birth."),
            "invalid": gettext_lazy("Write a date that exists, such as 3 14 1985."),
        },
    )


class ReplyForm(PlainForm):
    """An answer to choose, words, and a file."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose an answer.")
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        required=False,
    )
    file = EvidenceField()

    def __init__(self, *args, asked: Asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = list(asked.what.answers.items())
        self.fields["file"].label = asked.what.file

    def reply(self) -> Reply:
        return Reply(self.cleaned_data["choice"], self.cleaned_data["words"])


def _private(view: View) -> View:
    """No search engine keeps the page, and no other site learns its address."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return run


@csrf_exempt
@_private
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the date of birth, then the one question; looking changes nothing."""
    inquiry = outside.of_token(token)
    if inquiry is None:
        return _over(request)
    try:
        if request.method == "POST" and PROOF in request.POST:
            return _answer(request, inquiry)
        outside.find(token)
        return _birth_date(request, inquiry)
    except outside.LinkIsOver:
        return _over(request)


@_private
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The reply has arrived."""
    return render(request, "reply/received.html")


def _over(request: HttpRequest) -> HttpResponse:
    """The same page for every link that cannot be used, whatever the reason."""
    return render(request, "reply/over.html", status=HTTPStatus.NOT_FOUND)


def _birth_date(
    request: HttpRequest, inquiry: Inquiry, *, stale: bool = False
) -> HttpResponse:
    form = BirthDateForm(None if stale else posted(request))
    if form.is_valid():
        try:
            born_on = form.cleaned_data["birth_date"]
            outside.prove(inquiry=inquiry, born_on=born_on)
        except outside.WrongBirthDate:
            words = _("This does not match our record. After a few tries we close it.")
            form.add_error("birth_date", words)
        else:
            return _question(request, inquiry, _form(inquiry), HTTPStatus.OK)
    refused = stale or form.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    context = {"form": form, "stale": stale}
    return render(request, "reply/birth_date.html", context, status=status)


def _form(inquiry: Inquiry, *data: Any) -> ReplyForm:
    return ReplyForm(*data, asked=inquiry_of(inquiry.case, inquiry.pk).asked)


def _question(
    request: HttpRequest, inquiry: Inquiry, form: ReplyForm, status: HTTPStatus
) -> HttpResponse:
    asked = inquiry_of(inquiry.case, inquiry.pk).asked
    identity = identity_of(inquiry.case.patient)
    context = {
        "form": form,
        "asked": asked,
        "patient": identity.full_name,
        "proof": signing.TimestampSigner(salt=PROOF).sign(str(inquiry.pk)),
    }
    return render(request, "reply/question.html", context, status=status)


def _answer(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    if not _is_proved(request, inquiry):
        outside.find(request.resolver_match.kwargs["token"])
        return _birth_date(request, inquiry, stale=True)
    form = _form(inquiry, request.POST, request.FILES)
    if not form.is_valid():
        outside.refuse_ended(inquiry)
        return _question(request, inquiry, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    outside.receive(
        inquiry=inquiry, reply=form.reply(), document=form.cleaned_data["file"]
    )
    return redirect("reply_received")


def _is_proved(request: HttpRequest, inquiry: Inquiry) -> bool:
    signer = signing.TimestampSigner(salt=PROOF)
    try:
        proved = signer.unsign(request.POST[PROOF], max_age=PROOF_LASTS)
    except signing.BadSignature:
        return False
    return proved == str(inquiry.pk)
