"""A file that was brought as evidence, given out as a download and as nothing else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from intake.findings.attachments import download, file_name
from intake.web.staff.cases.case_detail import case_of

LARGEST_NUMBER = 2**31
NOTHING_RUNS = "sandbox; default-src 'none'"


@require_safe
def attachment(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The content, which no browser is to show or run on our side."""
    case = case_of(request, reference, clinical=True)
    if number >= LARGEST_NUMBER:
        raise Http404
    found = get_object_or_404(case.attachments, number=number)
    found.case = case
    content = download(attachment=found, by=request.user)
    reply = HttpResponse(content, content_type=found.media)
    reply["Content-Disposition"] = f'attachment; filename="{file_name(found)}"'
    reply["Content-Security-Policy"] = NOTHING_RUNS
    reply["X-Content-Type-Options"] = "nosniff"
    return reply
