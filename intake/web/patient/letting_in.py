"""The end of every way to sign in as a patient."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from intake.accounts.models import User

ASKED = "asked"  # in the session: the code that was sent
NEXT = "next"  # and where the person wanted to go
CLAIM = "claim"  # and a proved address that staff wrote down


def let_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign the person in, and on to where they wanted to go."""
    following = request.session.get(NEXT)
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    for name in (ASKED, NEXT, CLAIM):
        request.session.pop(name, None)
    return redirect(following or "patient:home")
