"""Forms for uploading a questionnaire and for publishing what was uploaded."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from intake.domain.questionnaire.files import (
    MOST_BYTES,
    Fault,
    Unreadable,
    read_bytes,
)
from intake.web.staff.accounts.signing import SignedForm
from intake.web.ui.forms import PlainForm

from .problems_shown import file_words


class UploadForm(PlainForm):
    """One file; its cleaned value is the plain data in it."""

    file = forms.FileField(
        label=_("File of the questionnaire"),
        allow_empty_file=True,
        help_text=_("A text file whose name ends in .toml or .json."),
        widget=forms.FileInput(attrs={"accept": ".toml,.json"}),
        error_messages={
            "required": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
    )

    def clean_file(self) -> dict[str, Any]:
        try:
            return read_bytes(_content(self.cleaned_data["file"]))
        except Unreadable as refusal:
            raise forms.ValidationError(file_words(refusal)) from None


def _content(file: UploadedFile) -> bytes:
    if file.size > MOST_BYTES:
        raise Unreadable(Fault.TOO_LARGE)
    return file.read()


class PublishForm(SignedForm):
    """Whom the new questions on safety are asked, that warnings were read, and who."""

    safety_items = forms.MultipleChoiceField(
        label=_("Ask people who are filling in an older version"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "These questions are about safety, and new or changed. Whoever has begun "
            "an older version is asked those that you tick, and nothing else anew."
        ),
        error_messages={"invalid_choice": _("Choose from these questions.")},
    )
    asks_cases = forms.BooleanField(
        label=_("Ask people whose request is not decided yet, too"),
        required=False,
    )
    accepted = forms.BooleanField(
        label=_("I have read the warnings and want to publish all the same."),
        error_messages={
            "required": _("Read the warnings, and tick here to publish all the same.")
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        proposed: Sequence[tuple[str, str]],
        has_warnings: bool,
        signs: bool,
    ):
        """``proposed`` are link ids of questions with their words."""
        super().__init__(
            data,
            initial={"safety_items": [name for name, _w in proposed]},
            signs=signs,
        )
        self.fields["safety_items"].choices = proposed
        self.fields["safety_items"].optional = False
        self.fields["asks_cases"].optional = False
        unneeded = [] if has_warnings else ["accepted"]
        unneeded += [] if proposed else ["safety_items", "asks_cases"]
        for name in unneeded:
            del self.fields[name]
        self.helper.layout.fields[:] = list(self.fields)
