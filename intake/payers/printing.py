"""A sheet as a PDF, made by Typst from a template and the content as data.

The content goes in as JSON and is only ever shown as text, so that nothing in it can
be markup. Fonts are those inside the Typst package, none of the machine's, and the time
in the file is that of the sheet: the same sheet gives the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from intake.domain.payers.words import day_in_words
from intake.domain.printable import BOX, printable_all
from intake.practice.models import Organisation

from .models import Sheet

TEMPLATE = Path(__file__).parent / "sheet.typ"
STATEMENT = (
    "I have checked this sheet against the record. What is marked as not known is not "
    "known to me."
)


@dataclass(frozen=True)
class Signed:
    """Who signed a sheet, and when."""

    name: str
    at: datetime


def as_pdf(sheet: Sheet, content: Mapping[str, Any], signed: Signed | None) -> bytes:
    """A tagged PDF/UA document with its fonts in it."""
    return typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=(signed.at if signed else sheet.made_at).replace(microsecond=0),
        sys_inputs={"sheet": json.dumps(_data(sheet, content, signed))},
    )


def _data(
    sheet: Sheet, content: Mapping[str, Any], signed: Signed | None
) -> dict[str, Any]:
    zone = ZoneInfo(Organisation.current().time_zone)
    data = {
        **content,
        "number": sheet.number,
        "made": _time(sheet.made_at, zone),
        "statement": STATEMENT,
        "signed": signed and {"name": signed.name, "at": _time(signed.at, zone)},
    }
    printed = printable_all(data)
    return printed | {"has_boxes": BOX in json.dumps(printed, ensure_ascii=False)}


def _time(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{day_in_words(local.date())}, {local:%H:%M %Z}"
