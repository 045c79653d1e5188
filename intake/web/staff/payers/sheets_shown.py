"""The sheets of a case, as its pages list them."""

from typing import Any

from intake.payers.actions import content_of
from intake.review.models import Case


def sheets_shown(case: Case) -> list[dict[str, Any]]:
    """Every version with its payer, the latest first."""
    return [
        {"sheet": sheet, "payer": content_of(sheet, case)["payer"]["name"]}
        for sheet in case.sheets.listed()
    ]
