"""Articles of the portal that a clinician reads, and signs or sends back."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import TaskState

from intake.education import due
from intake.education.governing import signing
from intake.education.governing.changes import changes
from intake.education.governing.digest import digest_of
from intake.education.governing.models import ClinicalSignOff, SignOff, may_sign
from intake.education.models import ArticlePage
from intake.education.reasons.signing import standing
from intake.practice.models import Organisation
from intake.web.staff.accounts.signing import is_signed, needs_password
from intake.web.ui.forms import REVISION

from .forms import SendBackForm, SignForm

SENDING_BACK = "send_back"


@require_safe
def portal_pages(request: HttpRequest) -> HttpResponse:
    """What waits for a signature, and what should be read again."""
    steps = _waiting()
    waiting = {int(step.workflow_state.object_id) for step in steps}
    today, reasons = Organisation.current().today(), standing()
    to_check = due.pages_to_check(today)
    context = {
        "standing": reasons,
        "is_overdue": reasons and reasons.is_overdue(today),
        "steps": [(step, step.revision.as_object()) for step in steps],
        "to_check": [page for page in to_check if page.pk not in waiting],
    }
    return render(request, "staff/portal/list.html", context)


def _waiting() -> list[TaskState]:
    """The steps that wait for a clinician, the longest first."""
    steps = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=ClinicalSignOff.objects.values("pk"),
    )
    found = steps.select_related("revision__user", "workflow_state__requested_by")
    return list(found.order_by("started_at"))


@require_http_methods(["GET", "HEAD", "POST"])
def portal_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """One article as readers will see it, with what it rests on, to be signed."""
    page = get_object_or_404(ArticlePage, pk=page_id)
    data = request.POST if request.method == "POST" else None
    back = data is not None and data.get("_action") == SENDING_BACK
    forms = {
        "sign_form": SignForm(
            None if back else data,
            signs=needs_password(request),
            initial=_role(request),
        ),
        "back_form": SendBackForm(data if back else None),
    }
    if data is None:
        return _page(request, page, forms)
    form = forms["back_form" if back else "sign_form"]
    if not form.is_valid() or not (back or is_signed(request, form)):
        return _page(request, page, forms, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _act(request, page, form)
    except signing.WordsChanged:
        return _page(request, page, forms, None, HTTPStatus.CONFLICT)
    return redirect("staff:portal_pages")


def _act(request: HttpRequest, page: ArticlePage, form: Form) -> None:
    """Send it back, or sign it, as the form says."""
    named = {"page": page, "seen": request.POST.get(REVISION, ""), "by": request.user}
    if isinstance(form, SendBackForm):
        signing.send_back_as_read(remarks=form.cleaned_data["remarks"], **named)
        messages.success(request, _("Sent back. The editors see your remarks."))
        return
    said = {name: form.cleaned_data[name] for name in ("role", "interests")}
    signing.sign_as_read(**said, **named)
    messages.success(request, _("Signed and published, with your name and the day."))


def _role(request: HttpRequest) -> dict[str, str]:
    """What this person said of themselves the last time."""
    last = SignOff.objects.filter(by=request.user).order_by("-at").first()
    return {"role": last.role, "interests": last.interests} if last else {}


def _page(
    request: HttpRequest,
    page: ArticlePage,
    forms: dict[str, Form],
    refused: Form | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    text = signing.text_to_sign(page)
    signed = signing.last_signed_text(page)
    shown = text or page
    context = {
        "article": page,
        "text": shown,
        "is_open": text is not None,
        "step": signing.waiting_step(page),
        "state": page.current_workflow_state,
        "may_sign": text is not None and may_sign(page, request.user),
        "revision": digest_of(shown),
        "signed": signed,
        "changes": changes(signed, shown) if signed else [],
        "facts": list(_facts(shown)),
        "remarks": shown.remarks(),
        "glossary": shown.glossary(),
        "changed": status == HTTPStatus.CONFLICT,
        "form": refused,
        "refused": refused is not None,
        **forms,
    }
    return render(request, "staff/portal/page.html", context, status=status)


def _facts(page: ArticlePage) -> Iterator[dict[str, Any]]:
    """The facts that it names, each with its sources."""
    basis = page.basis
    known = {claim.code: claim for claim in basis.claims}
    for code in page.claims:
        fact = known.get(code)
        sources = basis.sources_of(fact) if fact else []
        doubt = fact is not None and fact.is_in_doubt_on(page)
        yield {"code": code, "fact": fact, "sources": sources, "is_in_doubt": doubt}
