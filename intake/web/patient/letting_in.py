"""The end of every way to sign in as a patient."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from intake.accounts import factors, presence
from intake.accounts.models import User
from intake.patients.models import Patient
from intake.sealing import Index
from intake.web.parking import take
from intake.web.ui.known_browser import forget, remember
from intake.web.ui.passkey_field import place_of

from .returning import give_back

SIDE = "/patient/sign-in/"
ASKED = "asked"  # in the session: the code that was sent
NEXT = "next"  # and where the person wanted to go
OFFER = "offer_passkey"  # somebody just signed in with a code, and has no passkey
CLAIM = "claim"  # and a proved address that staff wrote down


def let_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign the person in, and on to where they wanted to go.

    What they had sent while they were signed out waits for them there. A device that
    others use is not told from a stranger's the next time.
    """
    following, parked = request.session.get(NEXT), take(request)
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    if not factors.has_any(user) and place_of(request).has_passkeys():
        request.session[OFFER] = True
    for name in (ASKED, NEXT, CLAIM):
        request.session.pop(name, None)
    if parked:
        following = give_back(request, parked)
    response = redirect(following or "patient:home")
    if presence.is_shared(request.session):
        return forget(response, SIDE)
    known = Patient.objects.filter(user=user).values_list("email_index", flat=True)
    index = known.first()
    if index is None:
        return response
    return remember(request, response, Index(bytes(index), (bytes(index),)), SIDE)
