"""The form with which a clinician asks a patient some questions again."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.web.ui.forms import PlainForm

from .askable import Section

LONGEST_REASON = 500  # characters
LONGEST_WORDS = 500


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
        required=False,
        widget=AskableItems,
        error_messages={
            "invalid_choice": _("One of these is not asked any more. Choose again."),
        },
    )
    reason = forms.CharField(
        label=_("Why do you ask?"),
        help_text=_(
            "In your words, for the patient: it stands above the questions that you "
            "chose. At most 500 characters."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        error_messages={
            "max_length": _("Please shorten this to 500 characters."),
        },
    )

    words = forms.CharField(
        label=_("A question in your own words"),
        help_text=_(
            "For what no question above covers; alone or with them. The patient reads "
            "it as you write it and answers in their own words. Nobody grades such an "
            "answer: to ask about suicide or danger choose the questions above, or "
            "call. At most 500 characters."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WORDS,
        error_messages={"max_length": _("Please shorten this to 500 characters.")},
    )

    def __init__(self, *args, sections: Collection[Section], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [
            (section.title, [(choice.key, choice) for choice in section.choices])
            for section in sections
        ]
        for field in self.fields.values():
            field.optional = False

    def clean(self):
        """Something is asked, and the questions that were chosen have a reason."""
        told = super().clean()
        if self.errors:
            return told
        if not (told["items"] or told["words"]):
            message = _("Choose at least one question, or write one of your own.")
            self.add_error("items", message)
        elif told["items"] and not told["reason"]:
            self.add_error("reason", _("Tell the patient why you ask."))
        return told
