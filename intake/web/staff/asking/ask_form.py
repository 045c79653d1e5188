"""The form with which a clinician asks a patient some questions again."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.web.ui.forms import PlainForm

from .askable import Section

LONGEST_REASON = 500  # characters


class AskableItems(forms.CheckboxSelectMultiple):
    """The questions of each section, folded.

    Those with something chosen are open, and the first one while nothing is.
    """

    template_name = "ui/widgets/askable_items.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        sections = [
            {
                "title": title,
                "options": options,
                "chosen": sum(bool(option["selected"]) for option in options),
            }
            for title, options, _place in widget["optgroups"]
        ]
        widget["sections"] = sections
        widget["is_new"] = not any(section["chosen"] for section in sections)
        return context


class AskForm(PlainForm):
    """What to ask, and why."""

    items = forms.MultipleChoiceField(
        label=_("What do you want to know?"),
        widget=AskableItems,
        error_messages={
            "required": _("Choose at least one question."),
            "invalid_choice": _("One of these is not asked any more. Choose again."),
        },
    )
    reason = forms.CharField(
        label=_("Why do you ask?"),
        help_text=_(
            "In your words, for the patient: it stands above the questions. At most "
            "500 characters."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Tell the patient why you ask."),
            "max_length": _("Please shorten this to 500 characters."),
        },
    )

    def __init__(self, *args, sections: Collection[Section], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [
            (section.title, [(choice.key, choice) for choice in section.choices])
            for section in sections
        ]
