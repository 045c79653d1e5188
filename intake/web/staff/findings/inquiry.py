"""Asking somebody outside about a finding: the link, shown once; then its state."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.findings import outside
from intake.findings.inquiries import Opened, inquiry_of
from intake.findings.models import Inquiry
from intake.patients.identity import identity_of
from intake.review import actions as review
from intake.review.models import Case
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.ui.forms import form_page, posted

from .finding import find, gone, shown_with_work
from .inquiry_forms import InquiryForm

LINK = "reply-link"
LINK_SECONDS = 120
LARGEST_NUMBER = 2**63


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_make(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Choose what to ask of whom; the link comes on the next page."""
    case = case_of(request, reference, clinical=True)
    if case.stage == Case.Stage.WITHDRAWN:
        return withdrawn(request, case)
    found = find(case, key)
    if found is None:
        return gone(request, case)
    form = InquiryForm(posted(request))
    if form.is_valid():
        return _made(request, case, form, found.id)
    if request.method != "POST":
        review.read_case(case=case, by=request.user)
    context = {"case": case, "finding": shown_with_work(case, found)}
    return form_page(request, "staff/findings/ask_outside.html", form, **context)


def _made(
    request: HttpRequest, case: Case, form: InquiryForm, finding: str
) -> HttpResponse:
    try:
        made = outside.ask_outside(
            case=case, asked=form.asked(finding), by=request.user
        )
    except review.CaseIsWithdrawn:
        return withdrawn(request, case)
    return _with_link(case, *made)


def _with_link(case: Case, made: Inquiry, token: str) -> HttpResponse:
    """The link passes through a cookie of one page, so that nobody stores it."""
    page = reverse("staff:inquiry", args=[case.reference, made.pk])
    response = redirect(page)
    response.set_signed_cookie(
        LINK,
        token,
        salt=str(made.pk),
        max_age=LINK_SECONDS,
        path=page,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """How it stands; withdraw it or send it again; the link where it is new."""
    case = case_of(request, reference, clinical=True)
    found = inquiry_of(case, number) if number < LARGEST_NUMBER else None
    if found is None:
        raise Http404
    if request.method == "POST":
        return _changed(request, case, found)
    review.read_case(case=case, by=request.user)
    token = request.get_signed_cookie(LINK, "", salt=str(number), max_age=LINK_SECONDS)
    response = _page(request, case, found, token=token)
    response.delete_cookie(LINK, path=request.path, samesite="Strict")
    return response


def _changed(request: HttpRequest, case: Case, found: Opened) -> HttpResponse:
    number, wish = found.record.pk, request.POST.get("_action")
    if wish not in ("withdraw", "again"):
        return _page(request, case, found, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if wish == "again":
            made = outside.send_again(case=case, number=number, by=request.user)
            return _with_link(case, *made)
        outside.withdraw(case=case, number=number, by=request.user)
    except review.CaseIsWithdrawn:
        return withdrawn(request, case)
    except outside.LinkIsOver:  # the reply was faster
        again = inquiry_of(case, number) or found
        return _page(request, case, again, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The link does not work any more."))
    return redirect("staff:inquiry", reference=case.reference, number=number)


def _page(
    request: HttpRequest,
    case: Case,
    found: Opened,
    *,
    token: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    path = reverse("reply", args=[token]) if token else ""
    context = {
        "case": case,
        "inquiry": found,
        "identity": identity_of(case.patient),
        "link": settings.SITE_URL + path if path else "",
        "may_change": case.stage != Case.Stage.WITHDRAWN and found.reply is None,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
    }
    return render(request, "staff/findings/inquiry.html", context, status=status)
