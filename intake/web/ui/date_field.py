"""A whole date in three numbers, for fixed forms."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from .posted_values import iso_date, plain_text
from .question_widgets import PartialDateWidget, from_iso


class WholeDateField(forms.Field):
    """Month, day and year; its cleaned value is a date."""

    widget = PartialDateWidget
    default_error_messages = {
        "required": _("Write the date."),
        "invalid": _("Write a date that exists, such as 3 14 1985."),
    }

    def prepare_value(self, value):
        """A date or ISO text as the parts that the widget shows."""
        if isinstance(value, date):
            value = value.isoformat()
        return from_iso(value) if isinstance(value, str) else value

    def to_python(self, value) -> date | None:
        parts = {k: plain_text(value.get(k, "")) for k in ("year", "month", "day")}
        if not any(parts.values()):
            return None
        try:
            return date.fromisoformat(iso_date(parts))
        except (ValueError, forms.ValidationError):
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from None
