"""Signing in with a code sent by e-mail, or with a link."""

from dataclasses import asdict
from datetime import UTC, datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.accounts import codes, presence
from intake.patients import actions, claims
from intake.web.ui.forms import form_page, posted
from intake.web.ui.known_browser import bucket_of
from intake.web.ui.passkey_field import place_of

from .claiming import ask_birth_date
from .letting_in import ASKED, NEXT, let_in
from .sign_in_forms import CodeForm, LettersForm, SharedForm, SignInForm

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the address; the answer looks the same whether we know it or not."""
    if request.user.is_authenticated and request.user.is_patient:
        return redirect(_safe_next(request) or "patient:home")
    form = SignInForm(posted(request), initial=known_of(request))
    if request.method != "POST":
        _remember(request, _safe_next(request))
    elif form.is_valid():
        try:
            address = form.cleaned_data["email"]
            asked = codes.ask(
                address=address,
                language=get_language() or "en",
                browser=bucket_of(request, codes.address_index(address)),
            )
        except OSError:  # the mail server
            form.add_error("email", _("We cannot send mail right now. Try again soon."))
        else:
            request.session[ASKED] = asdict(asked)
            presence.share(request.session, form.cleaned_data["shared"])
            return redirect("patient:code")
    return sign_in_page(request, form)


def sign_in_page(
    request: HttpRequest, form: SignInForm, *, passkey_failed: bool = False
) -> HttpResponse:
    """Ask for the address, or offer what this device may know."""
    refused = form.is_bound or passkey_failed
    context = {
        "form": form,
        "passkey_failed": passkey_failed,
        "has_passkeys": place_of(request).has_passkeys(),
    }
    status = UNPROCESSABLE if refused else HTTPStatus.OK
    return render(request, "patient/sign_in.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code; the account is made when the first one is right."""
    if ASKED not in request.session:
        return redirect("patient:sign_in")
    asked = codes.Asked(**request.session[ASKED])
    form = code_form_of(asked)(posted(request))
    spent = False
    if form.is_valid():
        try:
            user = actions.sign_in(asked=asked, digits=form.cleaned_data["code"])
        except codes.WrongCode:
            form.add_error("code", _("This is not the code we sent. Check it."))
        except codes.SpentCode:
            spent = True
            form.add_error("code", _("This code no longer works. Ask for a new one."))
        except claims.NotClaimed as problem:
            return ask_birth_date(request, problem)
        else:
            return let_in(request, user)
    context = {"spent": spent, "link": _link_shown(asked)}
    return form_page(request, "patient/code.html", form, **context)


def code_form_of(asked: codes.Asked) -> type[CodeForm | LettersForm]:
    """The form for what stands in the message that was sent."""
    return CodeForm if asked.link_sent_at is None else LettersForm


def _link_shown(asked: codes.Asked) -> dict[str, datetime] | None:
    """When the link was sent, until when it works, and when another may be sent."""
    if asked.link_sent_at is None:
        return None
    sent_at = datetime.fromtimestamp(asked.link_sent_at, UTC)
    return {
        "sent_at": sent_at,
        "until": sent_at + codes.LINK_LIFE,
        "next_at": sent_at + codes.LINK_PAUSE,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Let in whoever opens the link and says so; programs that read mail do not."""
    found = codes.link_of(token)
    if found is None:
        return _link_is_spent(request)
    form = SharedForm(posted(request), initial=known_of(request))
    if not form.is_valid():
        address = codes.address_of(found)
        return form_page(request, "patient/link.html", form, address=address)
    presence.share(request.session, form.cleaned_data["shared"])
    try:
        user = actions.sign_in_by_link(token=token)
    except codes.SpentCode:  # in this instant
        return _link_is_spent(request)
    except claims.NotClaimed as problem:
        return ask_birth_date(request, problem)
    return let_in(request, user)


def _link_is_spent(request: HttpRequest) -> HttpResponse:
    return render(request, "patient/link_spent.html", status=HTTPStatus.GONE)


def known_of(request: HttpRequest) -> dict[str, bool]:
    """What this browser said before: that others use it."""
    return {"shared": presence.is_shared(request.session)}


def _remember(request: HttpRequest, following: str) -> None:
    """Where to go after signing in; a visitor without such a wish needs no session."""
    if following:
        request.session[NEXT] = following
    else:
        request.session.pop(NEXT, None)


def _safe_next(request: HttpRequest) -> str:
    address = request.GET.get("next", "")
    patient_side = address.startswith("/patient/")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if patient_side and safe else ""
