"""Where a patient is signed in, and their passkeys; and signing in with one."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.accounts import factors, passkeys, sessions
from intake.accounts.presence import device_words
from intake.accounts.proving import is_fresh
from intake.patients import own_passkeys
from intake.practice.models import Organisation
from intake.web.ui.forms import PlainForm
from intake.web.ui.passkey_field import PasskeyMixin, place_of, shown, state_of

from .letting_in import OFFER, let_in
from .opening import patient_of
from .sign_in import known_of, sign_in_page
from .sign_in_forms import SignInForm


class PasskeyForm(PasskeyMixin, PlainForm):
    """Nothing but the hidden input."""


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Say what the browser's passkeys are asked, then take the answer."""
    place = place_of(request)
    if request.POST.get("_action") == "ask":
        question = passkeys.ask_for_proof(None, place)
        shown(request, question)
        return JsonResponse(question.options)
    state, answer = state_of(request), request.POST.get("passkey", "")
    try:
        patient = own_passkeys.sign_in(place=place, state=state, answer=answer)
    except passkeys.NotProved:
        form = SignInForm(initial=known_of(request))
        return sign_in_page(request, form, passkey_failed=True)
    return let_in(request, patient.user)


@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and signing in without a code."""
    form = PasskeyForm()
    if request.method == "POST":
        form = PasskeyForm(request.POST)
        if _is_done(request, form):
            return redirect("patient:devices")
    return _page(request, form)


def _is_done(request: HttpRequest, form: PasskeyForm) -> bool:
    """Whether what was posted has happened; else the form says why not."""
    action, user = request.POST.get("_action"), request.user
    this = request.session.session_key
    if action == "end_others":
        sessions.end_others(user=user, this=this)
        messages.success(request, _("Signed out everywhere else."))
    elif action == "end":
        sessions.end(user=user, mark=request.POST.get("browser", ""))
        messages.success(request, _("Signed out there."))
    elif action == "remove":
        _remove(request)
    else:
        return _is_added(request, form)
    return True


def _remove(request: HttpRequest) -> None:
    known = request.user.factors
    factor = get_object_or_404(known, pk__in=_numbers(request.POST.get("factor", "")))
    own_passkeys.remove(patient=patient_of(request), factor=factor)
    messages.success(request, _("It is removed."))


def _numbers(written: str) -> list[str]:
    try:
        return [forms.UUIDField().clean(written)]
    except forms.ValidationError:
        return []


def _is_added(request: HttpRequest, form: PasskeyForm) -> bool:
    if not (form.is_valid() and is_fresh(request.session)):
        form.add_error(None, _("Sign out, sign in again, and come back here."))
        return False
    try:
        own_passkeys.add(
            patient=patient_of(request),
            place=place_of(request),
            state=state_of(request),
            answer=form.cleaned_data["passkey"],
            device=device_words(request.headers.get("User-Agent", "")),
        )
    except passkeys.NotProved:
        form.add_error(None, _("That did not work. You can still sign in with a code."))
        return False
    except passkeys.TooManyPasskeys:
        form.add_error(None, _("There are ten already. Remove one first."))
        return False
    request.session.pop(OFFER, None)
    messages.success(request, _("Next time, this device lets you in without a code."))
    return True


def _page(request: HttpRequest, form: PasskeyForm) -> HttpResponse:
    user, place = request.user, place_of(request)
    may_add = is_fresh(request.session) and place.has_passkeys()
    question = None
    if may_add:
        calls_itself = Organisation.current().discreet_name
        question = shown(request, passkeys.ask_for_new(user, place, calls_itself))
    context = {
        "form": form,
        "question": question,
        "is_fresh": is_fresh(request.session),
        "has_name": place.has_passkeys(),
        "factors": list(factors.of(user)),
        "browsers": sessions.of(user, request.session.session_key),
    }
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "patient/devices.html", context, status=refused)
