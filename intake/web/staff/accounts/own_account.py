"""My account: the password, the second factor, and where one is signed in."""

import json
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.accounts import factors, proving, sessions
from intake.accounts.presence import seconds_left
from intake.web.ui.forms import PlainForm, form_page, posted
from intake.web.ui.passkey_field import PasskeyMixin

from .confirming import freshly_proved
from .onward import home_or_wanted
from .pending import CODES, SECRET, found_again
from .setting_up import (
    SetUpForm,
    app_context,
    is_added,
    is_set_up,
    passkey_question,
    show_codes,
)

METHODS = ["GET", "HEAD", "POST"]


class PasskeyForm(PasskeyMixin, PlainForm):
    """Nothing but the hidden input."""


@require_http_methods(METHODS)
def account(request: HttpRequest) -> HttpResponse:
    """What one signs in with, and where; other browsers are signed out here."""
    if request.method == "POST":
        return _end(request)
    user = request.user
    context = {
        "factors": list(factors.of(user)),
        "codes_left": factors.codes_left(user),
        "browsers": sessions.of(user, request.session.session_key),
    }
    return render(request, "staff/account.html", context)


@sensitive_post_parameters("code", "passkey")
@require_http_methods(METHODS)
@freshly_proved
def factor_app(request: HttpRequest) -> HttpResponse:
    """Set up an app; one that was set up before stops working."""
    form = SetUpForm(posted(request))
    is_first = not factors.has_any(request.user)
    if form.is_valid() and is_set_up(request, request.user, form):
        return _after(request, is_first=is_first)
    context = app_context(request, request.user)
    return form_page(request, "staff/factor_app.html", form, **context)


@sensitive_post_parameters("passkey")
@require_http_methods(METHODS)
@freshly_proved
def factor_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey or security key; this needs the browser's own window."""
    form = PasskeyForm(posted(request))
    is_first = not factors.has_any(request.user)
    if form.is_valid():
        answer = form.cleaned_data["passkey"]
        if is_added(request, request.user, form, answer):
            return _after(request, is_first=is_first)
    question = passkey_question(request, request.user)
    return form_page(request, "staff/factor_passkey.html", form, question=question)


@require_http_methods(METHODS)
@freshly_proved
def factor_remove(request: HttpRequest, factor_id: UUID) -> HttpResponse:
    """Ask once, then drop it; the last one stays."""
    factor = get_object_or_404(request.user.factors, pk=factor_id)
    is_last = False
    if request.method == "POST":
        try:
            factors.remove(factor=factor, by=request.user)
        except factors.LastFactor:
            is_last = True
        else:
            messages.success(request, _("It is removed. We wrote you an e-mail too."))
            return redirect("staff:account")
    context = {"factor": factor, "is_last": is_last}
    status = HTTPStatus.CONFLICT if is_last else HTTPStatus.OK
    return render(request, "staff/factor_remove.html", context, status=status)


@require_http_methods(METHODS)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show codes that were just made, until they are kept; or make new ones."""
    kept = found_again(request, CODES)
    if request.method == "POST" and request.POST.get("_action") == "kept":
        request.session.pop(CODES, None)
        return redirect(home_or_wanted(request, request.user))
    if kept is not None:
        codes = json.loads(kept)
        return render(request, "staff/recovery_codes.html", {"codes": codes})
    return _new_codes(request)


@freshly_proved
def _new_codes(request: HttpRequest) -> HttpResponse:
    if not factors.has_any(request.user):
        return redirect("staff:account")
    if request.method == "POST":
        return show_codes(request, request.user)
    context = {"left": factors.codes_left(request.user)}
    return render(request, "staff/recovery_codes_new.html", context)


@require_http_methods(METHODS)
def stay(request: HttpRequest) -> HttpResponse:
    """Say how many seconds are left; a post is activity, so it starts them anew."""
    if request.method == "POST":
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return JsonResponse({"left": seconds_left(request.session, request.user)})


def _after(request: HttpRequest, *, is_first: bool) -> HttpResponse:
    """A factor that was just proved counts in this session, and the first has codes."""
    proving.note_factor(request.session)
    request.session.pop(SECRET, None)
    messages.success(request, _("It is added. We wrote you an e-mail too."))
    if is_first:
        return show_codes(request, request.user)
    return redirect("staff:account")


def _end(request: HttpRequest) -> HttpResponse:
    this = request.session.session_key
    if request.POST.get("_action") == "end_others":
        ended = sessions.end_others(user=request.user, this=this)
    else:
        mark = request.POST.get("browser", "")
        ended = sessions.end(user=request.user, mark=mark)
    text = _("Signed out there.") if ended else _("It was signed out already.")
    messages.success(request, text)
    return redirect("staff:account")
