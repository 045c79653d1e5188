"""A letter sent as a file."""

from django.http import HttpResponse

from intake.review.models import Case


def letter_file(document: bytes, case: Case, number: int) -> HttpResponse:
    """A PDF under a name that says nothing but the reference."""
    reply = HttpResponse(document, content_type="application/pdf")
    name = f"{case.reference}-L{number}.pdf"
    reply["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply
