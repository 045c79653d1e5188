"""Signs patients out by themselves, after a while without activity or a long day.

What a person does counts as activity: pages, posts, and what is kept while they type.
That a page asks how long is left does not.
"""

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.accounts import presence
from intake.audit import actions as audit

from .clock import WITHOUT_DATABASE


class IdleSignOut:
    """Looks at the clock before any page does, so that none takes a late visitor in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_patient(request):
            _look_at_the_clock(request)
        return self.get_response(request)


def _is_patient(request: HttpRequest) -> bool:
    if request.path_info.strip("/") in WITHOUT_DATABASE:
        return False
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_authenticated and request.user.is_patient


def _look_at_the_clock(request: HttpRequest) -> None:
    if presence.seconds_left(request.session) <= 0:
        _sign_out(request)
    elif not (presence.is_noted(request.session) or _only_asks(request)):
        try:
            presence.note_activity(request.session)
        except presence.SessionEnded:
            auth.logout(request)


def _only_asks(request: HttpRequest) -> bool:
    return request.method != "POST" and request.path_info == reverse("patient:stay")


def _sign_out(request: HttpRequest) -> None:
    audit.record("signed_out", by=request.user, by_itself=True)
    auth.logout(request)
    messages.info(
        request,
        _(
            "We signed you out after a while, so that nobody else can read your "
            "answers. What you saved is safe."
        ),
    )
