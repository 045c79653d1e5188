"""The reasons why questions are asked, to be read and signed by a clinician."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.education.governing.signing import WordsChanged
from intake.education.reasons import signing
from intake.education.reasons.models import ReasonsSignOff
from intake.education.reasons.texts import reasons_shown
from intake.practice.models import Organisation
from intake.web.staff.accounts.signing import is_signed, needs_password
from intake.web.ui.forms import REVISION

from .forms import SignForm


@require_http_methods(["GET", "HEAD", "POST"])
def portal_reasons(request: HttpRequest) -> HttpResponse:
    """Every reason as patients read it, and what changed since it was signed."""
    if request.method != "POST":
        return _page(request, _form(request))
    form = _form(request)
    if not form.is_valid() or not is_signed(request, form):
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        signing.sign(
            seen=request.POST.get(REVISION, ""),
            by=request.user,
            role=form.cleaned_data["role"],
            interests=form.cleaned_data["interests"],
        )
    except WordsChanged:
        return _page(request, form, HTTPStatus.CONFLICT)
    messages.success(request, _("Signed, with your name and the day."))
    return redirect("staff:portal_pages")


def _form(request: HttpRequest) -> SignForm:
    last = ReasonsSignOff.objects.filter(by=request.user).order_by("-at").first()
    return SignForm(
        request.POST if request.method == "POST" else None,
        signs=needs_password(request),
        initial={"role": last.role, "interests": last.interests} if last else {},
    )


def _page(
    request: HttpRequest, form: SignForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    standing = signing.standing()
    if standing is None:
        raise Http404
    context = {
        "standing": standing,
        "is_overdue": standing.is_overdue(Organisation.current().today()),
        "changes": standing.changes(),
        "sections": reasons_shown(standing.version.pk, request.LANGUAGE_CODE),
        "may_sign": signing.may_sign(standing.version, request.user),
        "revision": standing.digest,
        "changed": status == HTTPStatus.CONFLICT,
        "sign_form": form,
        "form": form if status == HTTPStatus.UNPROCESSABLE_ENTITY else None,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
    }
    return render(request, "staff/portal/reasons.html", context, status=status)
