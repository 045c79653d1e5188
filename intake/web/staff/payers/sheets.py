"""Sheets for payers: made with one press, read, signed and downloaded."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from intake.domain.payers.shipped import load_rule_sets
from intake.payers import actions
from intake.payers.models import Sheet
from intake.payers.printing import STATEMENT
from intake.review.actions import CaseIsWithdrawn
from intake.review.models import Case
from intake.web.staff.accounts.confirming import freshly_proved
from intake.web.staff.accounts.signing import SignedForm, is_signed, needs_password
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.ui.forms import REVISION, posted

from .payers_shown import numbered_rule_sets


class SignForm(SignedForm):
    """That a clinician has checked what the sheet says, and who they are."""

    checked = forms.BooleanField(
        label=STATEMENT,
        error_messages={
            "required": gettext_lazy("Tick the box once you have checked the sheet.")
        },
    )


@require_POST
def sheet_make(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down what is known today, for one payer."""
    case = case_of(request, reference, clinical=True)
    rules = load_rule_sets().get(request.POST.get("payer", ""))
    if rules is None:
        raise Http404
    try:
        sheet = actions.make_sheet(case=case, rules=rules, by=request.user)
    except CaseIsWithdrawn:
        return withdrawn(request, case)
    return redirect("staff:sheet", reference=reference, number=sheet.number)


def _sheet_of(request: HttpRequest, reference: str, number: int) -> Sheet:
    """A sheet of a case that this person may see, or 404."""
    case = case_of(request, reference, clinical=True)
    sheet = get_object_or_404(case.sheets.listed(), number=number)
    sheet.case = case
    return sheet


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What a sheet says, and signing it."""
    found = _sheet_of(request, reference, number)
    form = SignForm(posted(request), signs=needs_password(request))
    if request.method != "POST":
        return _page(request, found, form, HTTPStatus.OK)
    if not form.is_valid() or not is_signed(request, form):
        return _page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _sign(request, found, form)


def _sign(request: HttpRequest, found: Sheet, form: SignForm) -> HttpResponse:
    seen = request.POST.get(REVISION, "")
    try:
        actions.sign_sheet(sheet=found, seen=seen, by=request.user)
    except CaseIsWithdrawn:
        return withdrawn(request, found.case)
    except actions.SheetChanged:
        again = _sheet_of(request, found.case.reference, found.number)
        return _page(request, again, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The sheet is signed."))
    return redirect("staff:sheet", reference=found.case.reference, number=found.number)


def _page(
    request: HttpRequest, found: Sheet, form: SignForm, status: HTTPStatus
) -> HttpResponse:
    content = actions.read_sheet(sheet=found, by=request.user)
    context = {
        "case": found.case,
        "sheet": found,
        "said": content,
        "payer_number": _number_of(content),
        "form": form,
        "revision": found.digest,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "changed": status == HTTPStatus.CONFLICT,
        "may_sign": not (
            found.is_signed
            or found.is_replaced
            or found.case.stage == Case.Stage.WITHDRAWN
        ),
    }
    return render(request, "staff/payers/sheet.html", context, status=status)


def _number_of(content: dict[str, Any]) -> int | None:
    """The number of the payer's list, while there is one."""
    numbers = {rules.code: number for number, rules in numbered_rule_sets()}
    return numbers.get(content["payer"]["code"])


@require_safe
@freshly_proved
def sheet_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The document, under a name that says nothing but the reference."""
    found = _sheet_of(request, reference, number)
    document = actions.download_sheet(sheet=found, by=request.user)
    reply = HttpResponse(document, content_type="application/pdf")
    name = actions.file_name(found)
    reply["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply
