"""A letter as a PDF, made by Typst from a template and the content as data.

The content goes in as JSON and is only ever shown as text, so that nothing in it can
be markup. The time in the file is that of the decision.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from intake.domain.printable import BOX, printable_all
from intake.patients.identity import identity_of
from intake.practice.models import Organisation
from intake.review.models import Case

from .letters import Told

TEMPLATE = Path(__file__).parent / "letter.typ"
POINT = "- "
LONGEST_HEADING = 60  # characters


def as_pdf(told: Told, case: Case) -> bytes:
    """A tagged PDF/UA document with its fonts in it, in the letter's language."""
    with override(told.language):
        data = json.dumps(letter_data(told, case))
    return typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=told.decision.decided_at.replace(microsecond=0),
        sys_inputs={"letter": data},
    )


def letter_data(told: Told, case: Case) -> dict[str, Any]:
    """Everything that is printed, as plain values; what cannot be printed is a box."""
    organisation = Organisation.current()
    identity = identity_of(case.patient)
    decided = told.decision.decided_at.astimezone(ZoneInfo(organisation.time_zone))
    data = printable_all(
        {
            "title": _("Letter"),
            "language": told.language,
            "clinic": told.clinic or organisation.name,
            "contact": organisation.phone,
            "reference": case.reference,
            "to": identity.full_name if identity else case.reference,
            "day": formats.date_format(decided, "j F Y"),
            "replaced": _replaced(told),
            "blocks": list(blocks(told.verdict.message)),
            "conditions": [
                {"text": one.text, "state": _("done") if one.is_met else _("open")}
                for one in told.conditions
            ],
            "rationale": list(blocks(told.verdict.rationale)) if told.is_letter else [],
            "signed_by": str(told.decision.decided_by),
            "signed_at": formats.date_format(decided, "j F Y, g:i A"),
        }
    )
    has_boxes = BOX in json.dumps(data, ensure_ascii=False)
    return data | {"has_boxes": has_boxes, "words": _headings()}


def _headings() -> dict[str, str]:
    return {
        "conditions": _("To be done first, as it stands when this was printed"),
        "reasons": _("The clinician’s reasons"),
        "signed": _("Signed with a password on"),
        "boxes": _("Characters that cannot be printed here stand as □."),
    }


def _replaced(told: Told) -> str:
    if not hasattr(told.decision, "replaced_by"):
        return ""
    return _("A newer letter has replaced this one.")


def blocks(text: str) -> Iterable[dict[str, Any]]:
    """Paragraphs, each with its lines and the points of a list after them.

    The first of several lines is a heading where it does not end like a sentence.
    """
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        points = [line[len(POINT) :] for line in lines if line.startswith(POINT)]
        plain = [line for line in lines if not line.startswith(POINT)]
        if lines:
            is_headed = len(lines) > 1 and plain[:1] == lines[:1] and _heads(lines[0])
            yield {"is_headed": is_headed, "lines": plain, "points": points}


def _heads(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and line[-1].isalnum()
