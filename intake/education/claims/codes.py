"""Codes of facts and of sources, which stay with them for good."""

from collections.abc import Iterable

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

CLAIM_CODE = RegexValidator(r"^[A-Z]{1,4}-[0-9]{2,3}\Z", _("Write codes as RISK-02."))
SOURCE_CODE = RegexValidator(r"^[A-Z]{1,3}[0-9]{1,3}\Z", _("Write codes as F1."))

# What begins the codes of a clinic's own: none that ships has it.
OWN_CLAIM, OWN_SOURCE = "OWN-", "OWN"


def next_own(taken: Iterable[str], start: str) -> str:
    """The first code of the clinic's own that nothing has: OWN-01, OWN1."""
    numbers = [int(code.removeprefix(start)) for code in taken]
    digits = 2 if start == OWN_CLAIM else 1
    return f"{start}{max(numbers, default=0) + 1:0{digits}}"


def by_number(code: str) -> tuple[str, int]:
    """Sorts E2 before E10."""
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0)
