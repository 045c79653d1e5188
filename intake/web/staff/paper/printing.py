"""The document of a case, made by Typst from a template and the content as data.

The content goes in as JSON and is only ever shown as text, so that nothing in it can
be markup. Fonts are those inside the Typst package; the time in the file is that of
making it.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from intake.domain.printable import BOX, printable_all

TEMPLATE = Path(__file__).parent / "case.typ"


def as_pdf(content: Mapping[str, Any], at: datetime) -> bytes:
    """A tagged PDF/UA document with its fonts in it."""
    printed = printable_all(dict(content))
    printed["has_boxes"] = BOX in json.dumps(printed, ensure_ascii=False)
    return typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=at.replace(microsecond=0),
        sys_inputs={"case": json.dumps(printed)},
    )
