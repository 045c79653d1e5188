"""Signing in, and setting, changing and replacing one's password."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.accounts import actions, invitations
from intake.accounts.known import SIGNED_IN
from intake.accounts.models import OneTimeLink, User
from intake.web.ui.forms import form_page, posted
from intake.web.ui.known_browser import bucket_of

from . import pending
from .forms import ChangePasswordForm, ForgotForm, NewPasswordForm, SignInForm
from .onward import home_or_wanted, keeping_wish

SPENT = "staff/welcome_spent.html"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Take the password; a second step follows, or else the person is in."""
    if request.user.is_authenticated and not request.user.is_patient:
        return redirect(home_or_wanted(request, request.user))
    form = SignInForm(posted(request))
    user = _admitted(request, form) if form.is_valid() else None
    if user is None:
        return form_page(request, "staff/sign_in.html", form)
    if pending.is_needed(user):
        pending.begin(request, user)
        return redirect(keeping_wish("staff:second", request))
    return pending.finish(request, user, by_factor=False)


@sensitive_post_parameters("new_password", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Set a first or a new password by a one-time link."""
    link = actions.link_of(token)
    if link is None:
        return render(request, SPENT, status=HTTPStatus.GONE)
    form = NewPasswordForm(posted(request), user=link.user)
    if form.is_valid():
        try:
            actions.use_link(link=link, password=form.cleaned_data["new_password"])
        except OneTimeLink.DoesNotExist:  # used in the same instant
            return render(request, SPENT, status=HTTPStatus.GONE)
        messages.success(request, _("Your password is set. Sign in with it now."))
        return redirect("staff:sign_in")
    return form_page(request, "staff/welcome.html", form, person=link.user)


@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Send a link; the answer is the same whether the name is known or not."""
    form = ForgotForm(posted(request))
    if form.is_valid():
        language = get_language() or settings.LANGUAGE_CODE
        invitations.ask_for_link(written=form.cleaned_data["login"], language=language)
        messages.info(
            request,
            _(
                "If an account has this name or address, a link is on its way to its "
                "e-mail address. If nothing comes within a few minutes, ask your "
                "administrator."
            ),
        )
        return redirect("staff:sign_in")
    return form_page(request, "staff/forgot.html", form)


@sensitive_post_parameters("password", "new_password", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other browsers are signed out."""
    form = ChangePasswordForm(posted(request), user=request.user)
    if form.is_valid() and _is_own_password(request, form):
        actions.set_password(
            user=request.user,
            password=form.cleaned_data["new_password"],
            by=request.user,
        )
        auth.update_session_auth_hash(request, request.user)
        messages.success(
            request,
            _("Your password is changed. Other browsers are signed out."),
        )
        return redirect("staff:account")
    return form_page(request, "staff/password.html", form)


def _admitted(request: HttpRequest, form: SignInForm) -> User | None:
    """The account of this name and password; else the form says why not."""
    login = form.cleaned_data["login"]
    browser = bucket_of(request, actions.login_index(login))
    password = form.cleaned_data["password"]

    def look() -> User | None:
        user = auth.authenticate(request, username=login, password=password)
        return None if user is None or user.is_patient else user

    try:
        user = actions.look_at_password(login=login, browser=browser, look=look)
    except actions.TooManyFailures:
        form.add_error("password", too_many())
        return None
    if user is None:
        form.add_error("password", _("The sign-in name or the password is not right."))
    return user


def _is_own_password(request: HttpRequest, form: ChangePasswordForm) -> bool:
    given = form.cleaned_data["password"]
    try:
        right = actions.look_at_password(
            login=request.user.login,
            browser=SIGNED_IN,
            look=lambda: request.user.check_password(given),
        )
    except actions.TooManyFailures:
        form.add_error("password", too_many())
    else:
        if not right:
            form.add_error("password", _("This is not your present password."))
    return not form.errors


def too_many() -> str:
    return _("There were too many wrong passwords. Wait 15 minutes, then try again.")
