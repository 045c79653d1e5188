"""Pages on which a medical director uploads a questionnaire and publishes it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from intake.domain.instruments import sealed_instruments
from intake.domain.questionnaire.definition import DefinitionError, read_definition
from intake.domain.questionnaire.validation import problems
from intake.questionnaires.models import Proposal
from intake.questionnaires.publishing import (
    AlreadyPublished,
    proposals,
    propose_questionnaire,
)
from intake.questionnaires.taking import Unheard
from intake.review.publishing import UnsuppliedFacts, publish_proposal
from intake.web.staff.accounts.signing import is_signed, needs_password
from intake.web.ui.forms import REVISION, form_page, posted
from intake.web.ui.paper import paper_page

from .definition_shown import Outline
from .previews import Preview, preview_page
from .problems_shown import remarks, unread
from .proposal_shown import Look
from .publish_forms import PublishForm, UploadForm


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_add(request: HttpRequest) -> HttpResponse:
    """Take a file; what may be published is kept to be looked at."""
    form = UploadForm(posted(request), request.FILES or None)
    if not form.is_valid():
        return form_page(request, "staff/questionnaires/add.html", form)
    data = form.cleaned_data["file"]
    try:
        proposal = propose_questionnaire(data, request.user)
    except DefinitionError as refusal:
        return _refused(request, data, refusal)
    return redirect("staff:proposal", proposal_id=proposal.pk)


def _refused(
    request: HttpRequest, data: dict, refusal: DefinitionError
) -> HttpResponse:
    """Every problem, and the items that they belong to as far as these can be read."""
    context = {"refused": True, "remarks": unread(refusal.problems)}
    sealed = sealed_instruments()
    try:
        definition = read_definition(data, sealed)
    except DefinitionError:
        pass
    else:
        found = problems(definition, sealed)
        outline = Outline(definition, request.LANGUAGE_CODE, found)
        context |= {"remarks": remarks(outline, found), "outline": outline.shown()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "staff/questionnaires/refused.html", context, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """What publishing would change, and the button that does it."""
    found = _found(proposal_id)
    look = Look(found, request.user, request.LANGUAGE_CODE)
    form = look.form(posted(request), signs=needs_password(request))
    if not form.is_bound or look.blockers or not form.is_valid():
        return _show(request, look, form)
    if request.POST.get(REVISION) not in (None, look.revision) and not look.is_open:
        form.add_error(None, _("Somebody changed what is open to new patients."))
        return _show(request, look, form, HTTPStatus.CONFLICT)
    if not is_signed(request, form):
        return _show(request, look, form)
    return _publish(request, look, form)


def _publish(request: HttpRequest, look: Look, form: PublishForm) -> HttpResponse:
    try:
        version = publish_proposal(
            proposal=look.proposal,
            safety_items=form.cleaned_data.get("safety_items", ()),
            asks_cases=form.cleaned_data.get("asks_cases", False),
            by=request.user,
        )
    except AlreadyPublished:
        form.add_error(None, _("Somebody published these words a moment ago."))
        return _show(request, look, form, HTTPStatus.CONFLICT)
    except (DefinitionError, Unheard, UnsuppliedFacts):
        # Something changed since the page was read: say what, as the page does.
        return redirect("staff:proposal", proposal_id=look.proposal.pk)
    messages.success(
        request,
        _("Version {n} is open to new patients.").format(n=version.number),
    )
    return redirect(
        "staff:version", code=version.questionnaire.code, number=version.number
    )


def _show(
    request: HttpRequest,
    look: Look,
    form: PublishForm,
    status: int | None = None,
) -> HttpResponse:
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = look.shown() | {"form": form}
    template = "staff/questionnaires/proposal.html"
    return render(request, template, context, status=status or refused)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_page(request: HttpRequest, proposal_id: UUID, page: int) -> HttpResponse:
    found = _found(proposal_id)
    preview = Preview(
        request,
        found.definition,
        home_url=reverse("staff:proposal", args=[found.pk]),
        url_of=lambda n: reverse("staff:proposal_page", args=[found.pk, n]),
    )
    return preview_page(preview, page)


@require_safe
def proposal_print(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    found = _found(proposal_id)
    return paper_page(request, found.definition, name=_("Not published"))


def _found(proposal_id: UUID) -> Proposal:
    return get_object_or_404(proposals().select_related("by"), pk=proposal_id)
