"""Facts and sources as editors fill them in."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from intake.practice.models import Organisation

# What no form changes; a version from the history has those of its time.
KEPT = ("code", "shipped_digest")
KEPT_OF_CLAIMS = ("changed_on", "changed_at")


class RecordForm(WagtailAdminModelForm):
    """A new record has its code already; another one keeps what it has.

    ``stored`` is the record as it stands: the form may begin with an older version.
    """

    kept: tuple[str, ...] = KEPT

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.stored = type(self.instance).objects.filter(pk=self.instance.pk).first()
        if self.stored is None:
            self.initial["code"] = self.instance.next_code()
            return
        self.fields["code"].disabled = True
        for name in self.kept:
            setattr(self.instance, name, getattr(self.stored, name))


class ClaimForm(RecordForm):
    WORDING, MEANING = "wording", "meaning"

    kept = (*KEPT, *KEPT_OF_CLAIMS)
    change_kind = forms.ChoiceField(
        label=_("What kind of change this is"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (WORDING, _("It says the same, in other words or with more sources")),
            (MEANING, _("It says something else: its pages have to be read again")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.stored is None:
            for name in ("change_kind", "change_note", "retired"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not any(map(self._is_other, self.instance.MEANING)):
            return given
        kind, retires = given.get("change_kind"), self._is_other("retired")
        if not (kind or retires):
            self.add_error("change_kind", _("Say which kind of change this is."))
        noted = self._is_other("change_note") and given.get("change_note")
        if kind == self.MEANING and not (noted or retires):
            words = _("Say what changed, for those who read the pages again.")
            self.add_error("change_note", words)
        return given

    def _is_other(self, name: str) -> bool:
        """Whether something was filled in that is not what is stored."""
        if self.stored is None or name not in self.cleaned_data:
            return False
        return self.cleaned_data[name] != getattr(self.stored, name)

    @property
    def says_something_else(self) -> bool:
        """Whether the pages that state it have to be read again."""
        if not any(map(self._is_other, self.instance.MEANING)):
            return False
        kind = self.cleaned_data.get("change_kind")
        return kind == self.MEANING or self._is_other("retired")

    def save(self, commit: bool = True):
        if self.says_something_else:
            self.instance.changed_on = Organisation.current().today()
            self.instance.changed_at = timezone.now()
        return super().save(commit)
