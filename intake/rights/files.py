"""The files of a record: how many there are, and what is in them."""

from collections.abc import Iterator

from django.db.models import Count, Sum
from django.db.models.functions import Length

from intake.findings.attachments import content_of
from intake.findings.models import Attachment
from intake.patients.models import Patient
from intake.payers import actions as payers
from intake.payers.models import Signature

from .record import Record


def contents(record: Record) -> Iterator[tuple[str, bytes]]:
    """Every file by its path, opened one after the other."""
    for request in record.requests:
        for file in request.files:
            row = Attachment.objects.get(case=request.case, number=file.number)
            yield file.path, content_of(row, request.case)
        for sheet in request.sheets:
            signed = request.case.sheets.select_related("signature")
            row = signed.get(number=sheet.number)
            yield sheet.path, payers.document_of(row, request.case)


def files_of(patient: Patient) -> tuple[int, int]:
    """How many files there are, and about how many bytes they have in all."""
    kept = Attachment.objects.filter(case__patient=patient)
    signed = Signature.objects.filter(sheet__case__patient=patient)
    files = kept.aggregate(number=Count("pk"), size=Sum("size"))
    sheets = signed.aggregate(number=Count("pk"), size=Sum(Length("sealed_pdf")))
    size = (files["size"] or 0) + (sheets["size"] or 0) * 3 // 4  # sealed as base64
    return files["number"] + sheets["number"], size
