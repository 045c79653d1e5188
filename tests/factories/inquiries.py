"""Questions to people outside, asked by the same actions as in the clinic."""

from intake.findings.inquiries import Asked
from intake.findings.models import Inquiry
from intake.findings.outside import ask_outside
from intake.review.models import Case

ANEURYSM = "VAS-01"


def asked(**how) -> Asked:
    usual = {
        "finding": ANEURYSM,
        "kind": "prescriber",
        "name": "Dr. Rivera",
        "organisation": "Hill Practice",
        "words": "Was it clipped?",
        "days": 14,
    }
    return Asked(**{**usual, **how})


def ask(case: Case, by, **how) -> tuple[Inquiry, str]:
    """The inquiry and the token of its link."""
    return ask_outside(case=case, asked=asked(**how), by=by)
