"""Everything that a patient sent at one time, as it was sent."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.questionnaires.filled import filled
from intake.review import asked
from intake.web.staff.reading import page_language
from intake.web.ui.entered import EnteredForStaff
from intake.web.ui.former_answers import sent_rows

from .agreed_shown import agreed_shown
from .case_detail import case_of


@require_safe
def case_answers(
    request: HttpRequest, reference: str, response_id: UUID
) -> HttpResponse:
    case = case_of(request, reference, clinical=True)
    sent = asked.sendings(filled(case.response))
    places = [place for place, now in enumerate(sent) if now.response.pk == response_id]
    if not places:
        raise Http404
    until = sent[: places[0] + 1]
    now = until[-1]
    audit.record(
        "response.read", by=request.user, subject=now.response, patient=case.patient
    )
    context = {
        "case": case,
        "response": now.response,
        "agreed": agreed_shown(now.response, case.patient),
        "is_latest": now is sent[-1],
        "sections": sent_rows(until, page_language(), EnteredForStaff(now)),
    }
    return render(request, "staff/case_answers.html", context)
