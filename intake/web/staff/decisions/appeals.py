"""What a patient says against a fact or a decision: reading and answering it."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.decisions import appeals
from intake.decisions.models import Appeal, AppealAnswer
from intake.review.actions import CaseIsWithdrawn
from intake.review.models import Case
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.ui.forms import PlainForm, form_page, posted

LONGEST = 4_000  # characters


class AnswerForm(PlainForm):
    """What comes of it, and words for the patient."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What comes of it"),
        choices=AppealAnswer.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what comes of it.")},
    )
    reply = forms.CharField(
        label=gettext_lazy("Your answer to the patient"),
        help_text=gettext_lazy("In plain words: what you looked at, and what is next."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write what the patient reads.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = case_of(request, reference, clinical=True)
    related = case.appeals.select_related("decision", "answer__by")
    found = get_object_or_404(related, pk=number)
    found.case = case
    form = AnswerForm(posted(request))
    if form.is_valid():
        return _answer(request, found, form)
    return _page(request, found, form)


def _answer(request: HttpRequest, found: Appeal, form: AnswerForm) -> HttpResponse:
    case = found.case
    try:
        appeals.answer_appeal(
            appeal=found,
            outcome=form.cleaned_data["outcome"],
            reply=form.cleaned_data["reply"],
            by=request.user,
        )
    except CaseIsWithdrawn:
        return withdrawn(request, case)
    except (appeals.AnsweredMeanwhile, appeals.OwnDecision):
        again = case.appeals.select_related("decision", "answer__by").get(pk=found.pk)
        again.case = case
        page = _page(request, again, form)
        page.status_code = HTTPStatus.CONFLICT
        return page
    messages.success(request, _("Answered. The patient reads it on their page."))
    return redirect("staff:case_detail", reference=case.reference)


def _page(request: HttpRequest, found: Appeal, form: AnswerForm) -> HttpResponse:
    case: Case = found.case
    return form_page(
        request,
        "staff/decisions/appeal.html",
        form,
        case=case,
        said=appeals.read_appeal(appeal=found, by=request.user),
        may_answer=appeals.may_answer(found, request.user),
        case_url=reverse("staff:case_detail", args=[case.reference]),
    )
