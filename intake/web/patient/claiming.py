"""The first sign-in with an address that staff wrote down: whose record is it?"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.patients import actions, claims
from intake.web.ui.date_field import WholeDateField
from intake.web.ui.forms import PlainForm, posted

from .letting_in import CLAIM, let_in

NOT_MINE = "not_mine"


class BirthDateForm(PlainForm):
    """Nothing but the date of birth; what it opens is not said."""

    birth_date = WholeDateField(
        label=gettext_lazy("Your date of birth"),
        error_messages={
            "required": gettext_lazy("Write your date of birth."),
            "invalid": gettext_lazy("Write a date that exists, such as 3 14 1985."),
        },
    )


def ask_birth_date(request: HttpRequest, problem: claims.NotClaimed) -> HttpResponse:
    """The code was right; on to the question whose record it is."""
    request.session[CLAIM] = problem.claim.to_data()
    return redirect("patient:birth_date")


@require_http_methods(["GET", "HEAD", "POST"])
def birth_date(request: HttpRequest) -> HttpResponse:
    """Let in whoever knows the date, or give them a record of their own."""
    if CLAIM not in request.session:
        return redirect("patient:sign_in")
    claim = claims.Claim(**request.session[CLAIM])
    try:
        return _answer(request, claim)
    except claims.ClaimIsOver:
        context = {"refused": True}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "patient/birth_date_over.html", context, status=status)


def _answer(request: HttpRequest, claim: claims.Claim) -> HttpResponse:
    if request.method == "POST" and request.POST.get("_action") == NOT_MINE:
        return let_in(request, actions.sign_in_anew(claim=claim))
    form = BirthDateForm(posted(request))
    if form.is_valid():
        try:
            user = claims.claim(claim=claim, born_on=form.cleaned_data["birth_date"])
        except claims.WrongBirthDate:
            form.add_error("birth_date", _("This does not match what we wrote down."))
        else:
            return let_in(request, user)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "patient/birth_date.html", {"form": form}, status=status)
