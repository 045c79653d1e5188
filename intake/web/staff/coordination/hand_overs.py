"""Handing a case to a colleague, who accepts or declines."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.coordination import hand_overs
from intake.coordination.entries import words_of
from intake.coordination.models import HandOver
from intake.coordination.notes import readers
from intake.patients.identity import identity_of
from intake.review import actions, assigning
from intake.web.staff.cases.case_detail import case_of
from intake.web.ui.forms import posted

from .entry_page import entry_page, key_of
from .forms import HandOverForm, ReplyForm

OVER = (hand_overs.IsOver, assigning.NothingToAssign)


@require_http_methods(["GET", "HEAD", "POST"])
def case_hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer the case to a colleague, with what is left to do."""
    case = case_of(request, reference, clinical=True)
    form = HandOverForm(posted(request), colleagues=readers(case, request.user))
    if not form.is_valid():
        return entry_page(request, case, form, "offer")
    offer = form.offer(key_of(request))
    try:
        hand_overs.offer(case=case, offer=offer, by=request.user)
    except assigning.CannotHaveIt:
        form.add_error("to", _("They may not see this case any more. Choose again."))
        return entry_page(request, case, form, "offer")
    except assigning.NothingToAssign:
        form.add_error(None, _("This case is closed: nobody needs to have it."))
    except hand_overs.WaitsForAnother as waits:
        told = _("It is offered to %(colleague)s, who has not answered yet.")
        form.add_error(None, told % {"colleague": waits.colleague})
    else:
        told = _("%(colleague)s is asked. Until they accept, nothing changes.")
        messages.success(request, told % {"colleague": offer.to})
        return redirect("staff:case_detail", reference=reference)
    return entry_page(request, case, form, "offer", status=HTTPStatus.CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What is left to do; accepted or declined by who was asked."""
    case = case_of(request, reference, clinical=True)
    asked = get_object_or_404(
        case.handovers.select_related("by", "to", "case"), pk=number
    )
    asked.case = case
    action = request.POST.get("_action", "")
    form = ReplyForm(posted(request), declines=action == "decline")
    if not form.is_valid():
        return _answer_page(request, asked, form)
    try:
        messages.success(request, _act(request, asked, form.cleaned_data["why"]))
    except OVER:
        asked.refresh_from_db()
        asked.case = case
        return _answer_page(request, asked, form, HTTPStatus.CONFLICT)
    return redirect("staff:case_detail", reference=reference)


def _act(request: HttpRequest, asked: HandOver, why: str) -> str:
    """Do what was pressed; the words that say so."""
    match request.POST.get("_action"):
        case "accept":
            hand_overs.accept(hand_over=asked, by=request.user)
            return _("You have this case now.")
        case "decline":
            hand_overs.decline(hand_over=asked, why=why, by=request.user)
            return _("You declined. Your colleague is told.")
        case "take_back":
            hand_overs.take_back(hand_over=asked, by=request.user)
            return _("The colleague is asked no more.")
        case _action:
            hand_overs.see(hand_over=asked, by=request.user)
            return _("It no longer stands under 'For you'.")


def _answer_page(
    request: HttpRequest,
    asked: HandOver,
    form: ReplyForm,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    case = asked.case
    actions.read_case(case=case, by=request.user)
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "case": case,
        "identity": identity_of(case.patient),
        "asked": asked,
        "left": words_of(asked, case),
        "reply": hand_overs.reply_of(asked, case),
        "form": form,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "over": status == HTTPStatus.CONFLICT,
    }
    return render(request, "staff/coordination/hand_over.html", context, status=status)
