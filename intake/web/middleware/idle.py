"""Signs people out by themselves, after a while without activity or a long day.

What a person does counts as activity: pages, posts, and what is kept while they type.
That a page asks how long is left, or whether the worklist changed, does not.
"""

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from intake.accounts import presence, proving
from intake.audit import actions as audit

from .clock import WITHOUT_DATABASE

ASKED_BY_PAGES = (
    reverse_lazy("patient:stay"),
    reverse_lazy("staff:stay"),
    reverse_lazy("staff:worklist_state"),
)


class IdleSignOut:
    """Looks at the clock before any page does, so that none takes a late visitor in.

    Staff whose session holds no second factor are nobody here, however it began.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_signed_in(request):
            if request.user.is_patient or proving.is_enough(request.session):
                _look_at_the_clock(request)
            else:
                auth.logout(request)
        return self.get_response(request)


def _is_signed_in(request: HttpRequest) -> bool:
    if request.path_info.strip("/") in WITHOUT_DATABASE:
        return False
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_authenticated


def _look_at_the_clock(request: HttpRequest) -> None:
    if presence.seconds_left(request.session, request.user) <= 0:
        _sign_out(request)
    elif not (presence.is_noted(request.session) or _only_asks(request)):
        try:
            presence.note_activity(request.session)
        except presence.SessionEnded:
            auth.logout(request)


def _only_asks(request: HttpRequest) -> bool:
    return request.method != "POST" and request.path_info in ASKED_BY_PAGES


def _sign_out(request: HttpRequest) -> None:
    patient, is_shared = request.user.is_patient, presence.is_shared(request.session)
    audit.record("signed_out", by=request.user, by_itself=True)
    auth.logout(request)
    if is_shared:  # the next one to sign in here need not say it again
        presence.share(request.session, True)
    messages.info(
        request,
        _(
            "We signed you out after a while, so that nobody else can read your "
            "answers. What you saved is safe."
        )
        if patient
        else _("You were signed out after a while. What you saved is safe."),
    )
