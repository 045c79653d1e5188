"""Addresses that pages and sources may lead to: of a known kind, without a tracker."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from django.utils.translation import gettext as _

TRACKING = re.compile(r"utm_\w+|gclid|fbclid|msclkid|mc_[ce]id", re.IGNORECASE)
KINDS = ("", "https", "http", "tel", "mailto")


def faults(address: str) -> Iterator[str]:
    """Why an address may not be led to, as sentences."""
    parts = urlsplit(address)
    if parts.scheme not in KINDS:
        yield _("The link {address} is of no kind that we know.").format(
            address=address
        )
    if any(TRACKING.fullmatch(name) for name, _v in parse_qsl(parts.query)):
        words = _("The link {address} tracks readers; cut it after the question mark.")
        yield words.format(address=address)
