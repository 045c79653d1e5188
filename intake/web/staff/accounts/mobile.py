"""Mobile numbers, read as people write them and kept as gateways dial them."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

HERE = "1"  # the United States and their neighbors
WRITTEN = re.compile(r"\+?[0-9() ./-]+", re.ASCII)
DIALED = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)


def dialed(written: str) -> str:
    """A number with its country, such as ``+15550100199``, or nothing.

    Raises:
        forms.ValidationError: It cannot be dialed.
    """
    written = written.strip()
    if not written:
        return ""
    digits = re.sub(r"[^0-9]", "", written)
    if not written.startswith("+"):
        digits = _at_home(digits)
    if not WRITTEN.fullmatch(written) or not DIALED.fullmatch(f"+{digits}"):
        raise forms.ValidationError(
            _("Write a mobile number, such as 555 010 0199 or +1 555 010 0199.")
        )
    return f"+{digits}"


def _at_home(digits: str) -> str:
    """Ten digits get the country; others are taken only if they have it."""
    if len(digits) == 10:
        return HERE + digits
    return digits if len(digits) == 11 and digits.startswith(HERE) else ""
