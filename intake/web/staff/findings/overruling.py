"""A decision that passes over open findings says why, finding by finding."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import HTML, Fieldset
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.findings.actions import lacking
from intake.findings.work import Found, found_in
from intake.review import evaluation
from intake.review.models import Case

from .work_shown import key_of

LONGEST = 2_000  # characters
PREFIX = "reason_"
BEFORE = "rationale"  # the field above which the reasons stand


@dataclass(frozen=True)
class Against:
    """The contraindications and clearances of a case, as its decision meets them.

    Attributes:
        found: Each with what was done about it.
        words: What each says, by its id.
    """

    found: Sequence[Found]
    words: Mapping[str, str]

    @property
    def open(self) -> Sequence[Found]:
        return [one for one in self.found if one.works.is_open]

    @property
    def settled(self) -> list[dict[str, Any]]:
        """What is not open any more, with the work that closed it."""
        return [
            {"words": self.words[one.id], "counts": one.works.counts}
            for one in self.found
            if not one.works.is_open
        ]

    def still_open(self, findings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Of findings as a page shows them, those that nobody has closed."""
        ids = {one.id for one in self.open}
        return [finding for finding in findings if finding["id"] in ids]

    def ask_for_reasons(self, form: forms.Form) -> None:
        """Add a field for each that is open; all appear once an outcome goes on."""
        fields = {_name(one): self._field(one) for one in self.open}
        before = list(form.fields)[: list(form.fields).index(BEFORE)]
        form.fields |= fields
        form.order_fields([*before, *fields])
        layout = form.helper.layout.fields
        if fields:
            layout.insert(layout.index(BEFORE), _group(fields))

    def _field(self, one: Found) -> forms.CharField:
        words = self.words[one.id]
        field = forms.CharField(
            label=words,
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=LONGEST,
            required=False,
            initial=one.works.overruled.reason if one.works.overruled else "",
        )
        field.optional = False
        return field

    def reasons(self, form: forms.Form) -> dict[str, str]:
        """What was written, by the grounds of each finding."""
        written = form.cleaned_data
        return {one.works.grounds: written.get(_name(one), "") for one in self.open}

    def is_reasoned(self, form: forms.Form, outcomes: Mapping[str, str]) -> bool:
        """Whether no reason lacks for these outcomes; what lacks one is marked."""
        missing = lacking(self.found, outcomes, self.reasons(form))
        for one in self.open:
            if one.works.grounds in missing:
                form.add_error(_name(one), _("Say why you go on in spite of this."))
        return not missing


def against(case: Case) -> Against:
    """What stands against going on in a case, open or settled."""
    latest = evaluation.latest(case)
    rules = latest.protocol.rules
    holding = [
        one
        for one in found_in(case, evaluation.opened(latest))
        if one.holds(one.report["severity"])
    ]
    titles = {criterion.id: criterion.title for criterion in rules.criteria}
    words = {one.id: titles.get(one.id, one.report["why"]) for one in holding}
    return Against(holding, words)


def _group(names: Iterable[str]) -> Fieldset:
    hint = _("Only where you choose an outcome with which they may go on.")
    note = HTML(format_html('<p class="form-text">{}</p>', hint))
    legend = _("Why go on in spite of this?")
    return Fieldset(legend, note, *names, css_class="going-on")


def _name(one: Found) -> str:
    return PREFIX + key_of(one.works)
