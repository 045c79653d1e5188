"""Ticking off a condition of a decision."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.decisions import actions
from intake.decisions.letters import Standing, standing_of
from intake.decisions.models import Condition
from intake.review.actions import CaseIsWithdrawn, read_case
from intake.review.models import Case
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.ui.forms import PlainForm, form_page, posted

LONGEST = 2_000  # characters


class ConditionForm(PlainForm):
    """What somebody found of a condition."""

    note = forms.CharField(
        label=gettext_lazy("What you have, or what is missing"),
        help_text=gettext_lazy(
            "For the record: which letter or result, from whom and of which day."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what you have.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def condition(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = case_of(request, reference, clinical=True)
    found = get_object_or_404(Condition.objects.told(), decision__case=case, pk=number)
    found.decision.case = case
    form = ConditionForm(posted(request))
    if form.is_valid():
        return _mark(request, found, form)
    if request.method != "POST":
        read_case(case=case, by=request.user)
    return _page(request, case, standing_of(found, case.patient), form)


def _mark(request: HttpRequest, found: Condition, form: ConditionForm) -> HttpResponse:
    case = found.decision.case
    try:
        actions.mark_condition(
            condition=found,
            is_met=request.POST.get("_action") == "met",
            note=form.cleaned_data["note"],
            by=request.user,
        )
    except CaseIsWithdrawn:
        return withdrawn(request, case)
    except actions.DecisionReplaced:
        form.add_error(
            None, _("Another decision counts now. Nothing of yours was recorded.")
        )
        page = _page(request, case, standing_of(found, case.patient), form)
        page.status_code = HTTPStatus.CONFLICT
        return page
    messages.success(request, _("Recorded. The patient sees it on their page."))
    return redirect("staff:case_detail", reference=case.reference)


def _page(
    request: HttpRequest, case: Case, standing: Standing, form: ConditionForm
) -> HttpResponse:
    return form_page(
        request,
        "staff/decisions/condition.html",
        form,
        case=case,
        standing=standing,
        case_url=reverse("staff:case_detail", args=[case.reference]),
    )
