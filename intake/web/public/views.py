"""Pages for everybody: home, start, help, privacy, signing out."""

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.audit import actions as audit
from intake.education.models import ArticlePage
from intake.patients.models import PrivacyNotice


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    articles = ArticlePage.objects.live().order_by("path")[:6]
    return render(request, "public/home.html", {"articles": articles})


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Who it is for, how long it takes, what to have at hand, what happens next."""
    return render(request, "public/start.html")


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    return render(request, "public/help_now.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    notice = PrivacyNotice.current()
    return render(request, "public/privacy.html", {"notice": notice})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and say so."""
    if request.user.is_authenticated:
        audit.record("signed_out", by=request.user)
    auth.logout(request)
    messages.info(request, _("You are signed out. What you saved is safe."))
    return redirect("home")
