"""Forms with which clinicians deal with a finding."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.findings.actions import NEED_EVIDENCE, Evidence, Statement
from intake.findings.work import Kind
from intake.web.ui.evidence_field import EvidenceField
from intake.web.ui.forms import PlainForm

LONGEST = 2_000  # characters
CHOICES = [
    (Kind.CONFIRMED.value, _("Confirmed: I checked it, and it is so")),
    (Kind.RESOLVED.value, _("Resolved: the matter is settled")),
    (Kind.SET_ASIDE.value, _("Set aside: it does not matter for this patient")),
]


class FindingForm(PlainForm):
    """What was done about a finding, why, and who or what says so."""

    kind = forms.ChoiceField(
        label=_("What do you state?"),
        help_text=_("A confirmed finding stays open; the other two close it."),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose one of the three.")
        ),
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("For the record, in your own words."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": _("Say why.")},
    )
    source = forms.CharField(
        label=_("Who or what says so?"),
        help_text=_(
            "Such as: ECG of 3 March, read by Dr. Rivera. Not needed to set it aside."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
        required=False,
    )

    there = forms.ChoiceField(
        label=_("A file, a reply or an answer that is there"), required=False
    )
    file = EvidenceField(label=_("Or bring a file"))

    def __init__(
        self, *args, there: Mapping[str, tuple[str, Evidence | None]], **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.there = there
        self.fields["source"].optional = False
        if there:
            names = [(code, name) for code, (name, _evidence) in there.items()]
            self.fields["there"].choices = [("", _("None")), *names]
        else:
            del self.fields["there"]
            self.fields["file"].label = _("Bring a file")
            self.helper.layout = self.helper.build_default_layout(self)

    def clean(self):
        cleaned = super().clean()
        lacks = cleaned.get("kind") in NEED_EVIDENCE and not self._source()
        if lacks and self.evidence() is None and "file" not in self.errors:
            self.add_error("source", _("Say who or what says so, or bring a file."))
        return cleaned

    def evidence(self) -> Evidence | None:
        """What was brought now; else what was chosen of that which is there."""
        _name, chosen = self.there.get(self.cleaned_data.get("there", ""), ("", None))
        return self.cleaned_data.get("file") or chosen

    def _source(self) -> str:
        """What was written; an answer in the patient's own words is quoted after it."""
        name, chosen = self.there.get(self.cleaned_data.get("there", ""), ("", None))
        quoted = "" if chosen else name
        written = self.cleaned_data.get("source", "")
        return "\n".join(part for part in (written, quoted) if part)

    def statement(self) -> Statement:
        cleaned = self.cleaned_data
        return Statement(cleaned["kind"], cleaned["reason"], self._source())


class TakeBackForm(PlainForm):
    """Why what was done about a finding does not hold."""

    reason = forms.CharField(
        label=_("Why does it not hold?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        error_messages={"required": _("Say why.")},
    )
