"""The whole case as a PDF, made when it is asked for."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.review import reading
from intake.web.staff.accounts.confirming import freshly_proved
from intake.web.staff.cases.case_detail import case_of
from intake.web.staff.cases.case_shown import case_context

from .content import Made, content_of
from .printing import as_pdf


@require_safe
@freshly_proved
def case_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Downloaded under a name that says nothing but the reference."""
    case = case_of(request, reference, clinical=True)
    reading.download_case(case=case, by=request.user)
    made = Made(by=str(request.user), at=timezone.now())
    document = as_pdf(content_of(case_context(case), made), made.at)
    reply = HttpResponse(document, content_type="application/pdf")
    name = f"{case.reference}.pdf"
    reply["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply
