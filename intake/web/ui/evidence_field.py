"""The field with which somebody brings a file as evidence."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.audit import actions as audit
from intake.findings.attachments import Document
from intake.findings.files import Unfit, cleaned
from intake.findings.scanning import Infected, ScannerDown, scan

MEGABYTE = 1_000_000
KINDS = _("PDF, JPEG or PNG, up to {most} MB.")
WORDS = {
    "empty": _("This file is empty. Choose another."),
    "heic": _(
        "Pictures of this kind (HEIC) cannot be read here. Take a screenshot of it, or "
        "send it as a JPEG: on an iPhone under Settings, Camera, Formats, Most "
        "Compatible."
    ),
    "kind": _("This is not a PDF, JPEG or PNG. Choose another file."),
    "broken": _("This file cannot be read. Save or scan it again, as PDF or JPEG."),
    "infected": _("The virus scanner found something in this file. It was not kept."),
    "scanner": _(
        "Files cannot be checked for viruses right now, so this one was not kept. Try "
        "again later, or go on without it."
    ),
}


class EvidenceField(forms.FileField):
    """A PDF, JPEG or PNG; its cleaned value is a :class:`Document` that may be kept."""

    def __init__(self, **kwargs):
        accepted = {"accept": "application/pdf,image/jpeg,image/png"}
        super().__init__(
            help_text=format_lazy(KINDS, most=settings.ATTACHMENT_MEGABYTES),
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput(attrs=accepted),
            **kwargs,
        )

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Document | None:
        file = super().clean(data, initial)
        if file is None:
            return None
        try:
            kept = cleaned(file.read(), settings.ATTACHMENT_MEGABYTES * MEGABYTE)
            scan(kept.content)
        except Unfit as problem:
            return self._refused(problem.code)
        except Infected:
            audit.refused("attachment.infected")
            return self._refused("infected")
        except ScannerDown:
            return self._refused("scanner")
        return Document(file.name, kept)

    def _refused(self, code: str) -> None:
        if code == "too_large":
            most = settings.ATTACHMENT_MEGABYTES
            words = _("This file is too large. It may have up to {most} MB.")
            raise forms.ValidationError(words.format(most=most), code=code)
        raise forms.ValidationError(WORDS[code], code=code)
