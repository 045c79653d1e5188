"""The form of a decision."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.practice.models import ROUTES
from intake.review.actions import Verdict
from intake.review.models import Decision
from intake.web.ui.forms import PlainForm

LONGEST = 10_000  # characters


class DecisionForm(PlainForm):
    """One outcome for each route that was asked for, the reasons, and the message."""

    rationale = forms.CharField(
        label=_("Why"),
        help_text=_("For the record. The patient may ask to read this."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        error_messages={"required": _("Say why.")},
    )
    message = forms.CharField(
        label=_("Message to the patient"),
        help_text=_(
            "In plain words: what was decided, why, what comes next, and what would "
            "change it."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST,
        error_messages={"required": _("Write what the patient should read.")},
    )

    def __init__(self, *args, requested: Sequence[str], **kwargs):
        self.requested = requested
        super().__init__(*args, **kwargs)
        names = dict(ROUTES)
        outcomes = {
            f"outcome_{route}": forms.ChoiceField(
                label=names[route],
                choices=Decision.Outcome.choices,
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"), _("Choose an outcome.")
                ),
            )
            for route in requested
        }
        self.fields = outcomes | self.fields
        self.helper.layout = self.helper.build_default_layout(self)

    def verdict(self) -> Verdict:
        outcomes = {
            route: self.cleaned_data[f"outcome_{route}"] for route in self.requested
        }
        return Verdict(
            outcomes=outcomes,
            rationale=self.cleaned_data["rationale"],
            message=self.cleaned_data["message"],
        )
