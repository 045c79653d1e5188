"""The form of a decision."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.practice.models import ROUTES
from intake.review.actions import Verdict
from intake.review.models import Decision
from intake.web.staff.findings.overruling import Against
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

    def __init__(self, *args, requested: Sequence[str], against: Against, **kwargs):
        self.requested, self.against = requested, against
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
        against.ask_for_reasons(self)

    def clean(self):
        cleaned = super().clean()
        self.against.is_reasoned(self, self._outcomes())
        return cleaned

    def verdict(self) -> Verdict:
        return Verdict(
            outcomes=self._outcomes(),
            rationale=self.cleaned_data["rationale"],
            message=self.cleaned_data["message"],
        )

    def _outcomes(self) -> dict[str, str]:
        """By route, as far as they were chosen."""
        chosen = self.cleaned_data
        return {
            route: chosen[f"outcome_{route}"]
            for route in self.requested
            if f"outcome_{route}" in chosen
        }
