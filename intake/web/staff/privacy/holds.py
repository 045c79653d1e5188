"""Legal holds: placing one, reading it, lifting it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.practice.models import Organisation
from intake.rights import holding
from intake.rights.models import Hold
from intake.rights.requests import record_number
from intake.web.staff.accounts.signing import SignedForm, is_signed, needs_password
from intake.web.ui.forms import form_page, posted

from .forms import HoldForm


@require_http_methods(["GET", "HEAD", "POST"])
def privacy_hold_add(request: HttpRequest) -> HttpResponse:
    form = HoldForm(posted(request))
    if not form.is_valid():
        return form_page(request, "staff/privacy/hold_add.html", form)
    given = form.cleaned_data
    try:
        holding.place(
            patient=form.patient,
            reason=given["reason"],
            until=given["until"],
            by=request.user,
        )
    except holding.Erased:  # in the same instant
        form.add_error("number", _("This record is erased already."))
        return form_page(request, "staff/privacy/hold_add.html", form)
    messages.success(request, _("The record is held."))
    return redirect("staff:privacy")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def privacy_hold(request: HttpRequest, number: int) -> HttpResponse:
    """Why a record is held; what is lifted may be erased the coming night."""
    known = Hold.objects.visible_to(request.user)
    held = known.select_related("patient", "by", "end__by")
    hold = get_object_or_404(held, pk=number, patient__erased_at=None)
    form = SignedForm(posted(request), signs=needs_password(request))
    if form.is_valid() and is_signed(request, form):
        holding.lift(hold=hold, by=request.user)
        messages.success(request, _("The hold is lifted."))
        return redirect("staff:privacy")
    context = {
        "hold": hold,
        "end": getattr(hold, "end", None),
        "number": record_number(hold.patient),
        "reason": holding.reason_of(hold),
        "is_over": hold.until < Organisation.current().today(),
    }
    return form_page(request, "staff/privacy/hold.html", form, **context)
