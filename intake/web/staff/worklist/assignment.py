"""Who has a case: taken, given back, handed over; and the next one that is free."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake.accounts.models import User
from intake.review import assigning
from intake.review.models import Case
from intake.review.views import reviewers
from intake.web.staff.cases.case_detail import case_of

from .worklist_view import filters_of, query_of


@require_POST
def case_assign(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_of(request, reference, clinical=True)
    try:
        messages.success(request, _act(request, case))
    except assigning.HasIt as taken:
        told = _("%(colleague)s has this case. Ask them to hand it over.")
        messages.warning(request, told % {"colleague": taken.colleague})
    except assigning.NothingToAssign:
        messages.warning(request, _("This case is closed: nobody needs to have it."))
    except assigning.CannotHaveIt:
        messages.error(request, _("Choose a clinician who works at this site."))
    return redirect("staff:case_detail", reference=reference)


def _act(request: HttpRequest, case: Case) -> str:
    """Do what was pressed; the words that say so."""
    match request.POST.get("_action"):
        case "release":
            assigning.release(case=case, by=request.user)
            return _("You gave the case back. Anybody may take it.")
        case "hand_over":
            to = _chosen(request, case)
            assigning.hand_over(case=case, to=to, by=request.user)
            return _("%(colleague)s has this case now.") % {"colleague": to}
        case _action:
            assigning.claim(case=case, by=request.user)
            return _("You have this case now.")


def _chosen(request: HttpRequest, case: Case) -> User:
    try:
        chosen = UUID(request.POST.get("to", ""))
    except ValueError:
        raise assigning.CannotHaveIt from None
    person = reviewers([case.patient.site_id]).filter(pk=chosen).first()
    if person is None:
        raise assigning.CannotHaveIt
    return person


@require_POST
def case_next(request: HttpRequest) -> HttpResponse:
    """Open the first free case of the list that was looked at, and take it."""
    view = filters_of(request.POST, request.user).view
    case = assigning.take_next(by=request.user, view=view)
    if case is not None:
        return redirect("staff:case_detail", reference=case.reference)
    messages.info(request, _("No free case is left on this list."))
    return redirect(f"{reverse('staff:worklist')}?{query_of(view)}")
